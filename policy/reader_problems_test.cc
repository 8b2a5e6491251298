// Everything that can be wrong with a policy's text: the whole line about each.
#include <gtest/gtest.h>

#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "policy/read_text.h"

namespace landshim::testing {

using namespace std::string_view_literals;

namespace {

using enum ProblemKind;

struct Mistake {
  ProblemKind kind;
  std::string_view text;
  std::string_view line;  // behind the name of the policy
  SourceKind source = SourceKind::kRules;
};

const Mistake kMistakes[] = {
    {kNulByte, "read /a\0"sv, ":1:8: NUL byte; a policy is text: remove it"},
    {kCarriageReturn, "read /a\r\n",
     ":1:8: carriage return; save the file with Unix line ends"},
    {kByteOrderMark, "\xef\xbb\xbflandshim 1",
     ":1:1: byte-order mark; save the file as UTF-8 without one"},
    {kUnclosedQuote, "read \"/a",
     ":1:6: this quote is not closed on its line; add the closing '\"'; a "
     "newline is written \\n"},
    {kUnknownEscape, R"(read "/a\ b")",
     ":1:9: unknown escape '\\ '; inside quotes write \\\" \\\\ \\$ \\n \\t or "
     "\\xHH"},
    {kNulEscape, R"(read "/a\x00")",
     ":1:9: '\\x00' in a word; no path can hold a NUL byte"},
    {kUnclosedExpansion, "read /${A",
     ":1:7: this '${' is not closed on its line; write ${NAME} or "
     "${NAME:-default}"},
    {kBadVariable, "read /${A=b}",
     ":1:7: '${A=' is not an expansion; write ${NAME} or ${NAME:-default}"},
    {kBareDollar, "read $HOME/a",
     ":1:6: '$HOME' is not expanded without braces; write '${HOME}', or "
     "\"\\$\" in quotes for a dollar sign"},
    {kUnsetVariable, "read /a${UNSET}",
     ":1:8: variable 'UNSET' is not set; set it, or give a default: "
     "${UNSET:-default}"},
    {kUnsetVariable, "${UNSET}? /a",
     ":1:1: variable 'UNSET' is not set; set it, or give a default: "
     "${UNSET:-default}"},
    {kEmptyVariable, "read /a${EMPTY}",
     ":1:8: variable 'EMPTY' is empty; set it, or give a default: "
     "${EMPTY:-default}"},
    {kDeepExpansion,
     "read ${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-b}}}}}}}}}",
     ":1:46: expansions are nested deeper than 8; use fewer defaults in "
     "defaults"},
    {kNoVersion, "abi 4..11",
     ":1:1: the policy does not begin with its language version; write "
     "'landshim 1' as its first statement",
     SourceKind::kFile},
    {kNoVersion, "\n  reed /a",
     ":2:3: the policy does not begin with its language version; write "
     "'landshim 1' as its first statement",
     SourceKind::kFile},
    {kNotAPolicy, "root:x:0:0::/:",
     ":1:1: this is no statement of a policy; what it says is not shown; "
     "correct it, or name a policy",
     SourceKind::kIncluded},
    {kBadVersion, "landshim 2",
     ":1:10: unknown language version '2'; write 'landshim 1'"},
    {kBadVersion, "landshim 01",
     ":1:10: unknown language version '01'; write 'landshim 1'"},
    {kLateVersion, "read /a; landshim 1",
     ":1:10: 'landshim' may only be the first statement; remove this line"},
    {kLateVersion, "landshim 1\nlandshim 1",
     ":2:1: 'landshim' may only be the first statement; remove this line",
     SourceKind::kFile},
    {kNoAbi, "landshim 1\nread /a",
     ": no 'abi' statement; add one such as 'abi 4..11': the least ABI that "
     "the policy needs and the newest that it enforces",
     SourceKind::kFile},
    {kTwoAbi, "abi 4\nabi 4", ":2:5: second 'abi' statement; keep one"},
    {kAbiIncluded, "abi 4",
     ":1:1: 'abi' in an included file; write it in the policy that includes "
     "this",
     SourceKind::kIncluded},
    {kBadAbi, "abi 4-11",
     ":1:5: bad ABI range '4-11'; write a range such as 4..11, or a number"},
    {kBadAbi, "abi 4...11",
     ":1:5: bad ABI range '4...11'; write a range such as 4..11, or a number"},
    {kBadAbi, "abi 4..",
     ":1:5: bad ABI range '4..'; write a range such as 4..11, or a number"},
    {kBadAbi, "abi ..4",
     ":1:5: bad ABI range '..4'; write a range such as 4..11, or a number"},
    {kBadAbi, "abi \"\"",
     ":1:5: bad ABI range ''; write a range such as 4..11, or a number"},
    {kBadAbi, "abi 99..x",
     ":1:5: bad ABI range '99..x'; write a range such as 4..11, or a number"},
    {kAbiUnknown, "abi 12",
     ":1:5: ABI 12 is not known to this landshim; the newest it knows is 11"},
    {kAbiUnknown, "abi 4..12",
     ":1:5: ABI 12 is not known to this landshim; the newest it knows is 11"},
    {kAbiUnknown, "abi 13..12",
     ":1:5: ABI 13 is not known to this landshim; the newest it knows is 11"},
    {kAbiZero, "abi 0",
     ":1:5: 'abi 0' would enforce nothing; write 'abi 0..11' to enforce what "
     "the kernel can, even nothing"},
    {kAbiZero, "abi 0..0",
     ":1:5: 'abi 0' would enforce nothing; write 'abi 0..11' to enforce what "
     "the kernel can, even nothing"},
    {kRangeReversed, "abi 11..4",
     ":1:5: range '11..4' ends before it begins; swap its ends"},
    {kRangeReversed, "bind tcp 2..1",
     ":1:10: range '2..1' ends before it begins; swap its ends"},
    {kUnknownStatement, "xyzzy /a",
     ":1:1: unknown statement 'xyzzy'; statements are include, read, exec, "
     "write, device, allow, connect, bind, unscope, unrestrict, quiet and log"},
    {kUnknownStatement, "?",
     ":1:1: unknown statement ''; statements are include, read, exec, write, "
     "device, allow, connect, bind, unscope, unrestrict, quiet and log"},
    {kMistypedStatement, "reed /a",
     ":1:1: unknown statement 'reed'; did you mean 'read'?"},
    {kMistypedStatement, "read?? /a",
     ":1:1: unknown statement 'read?'; did you mean 'read'?"},
    {kDeny, "deny /etc/shadow",
     ":1:1: there is no 'deny': Landlock can only grant; name the directories "
     "beside it"},
    {kDeny, "forbid? /a",
     ":1:1: there is no 'forbid': Landlock can only grant; name the "
     "directories "
     "beside it"},
    {kOtherVerb, "ro /a", ":1:1: unknown statement 'ro'; write 'read'"},
    {kOtherVerb, "rw? /a", ":1:1: unknown statement 'rw'; write 'write'"},
    {kOtherVerb, "rx /a", ":1:1: unknown statement 'rx'; write 'exec'"},
    {kNoOperand, "read",
     ":1:1: 'read' names nothing; write it as in 'read "
     "/usr/share'"},
    {kNoOperand, " read? # /a",
     ":1:2: 'read' names nothing; write it as in 'read /usr/share'"},
    {kNoOperand, "connect tcp",
     ":1:1: 'connect' names nothing; write it as in 'connect tcp 443'"},
    {kNoOperand, "allow read_file\n",
     ":1:1: 'allow' names nothing; write it as in 'allow make_reg /run'"},
    {kNoOperand, "log new_exec",
     ":1:1: 'log' names nothing; write it as in 'log new_exec on'"},
    {kExtraWord, "landshim 1 abi 4",
     ":1:12: unexpected word 'abi'; write it as in 'landshim 1'"},
    {kExtraWord, "abi 4 11",
     ":1:7: unexpected word '11'; write it as in 'abi 4..11'"},
    {kExtraWord, "log new_exec on off",
     ":1:17: unexpected word 'off'; write it as in 'log new_exec on'"},
    {kUnknownRight, "allow xyzzy /a",
     ":1:7: unknown right 'xyzzy'; rights are named as in the kernel: "
     "read_file, make_reg, ..."},
    {kMistypedRight, "\nallow raed_file /a",
     ":2:7: unknown right 'raed_file'; did you mean 'read_file'?"},
    {kMistypedRight, "allow read_file,make_rag /a",
     ":1:17: unknown right 'make_rag'; did you mean 'make_reg'?"},
    {kNoRight, "allow read_file,,refer /a",
     ":1:7: empty name in 'read_file,,refer'; write rights as in "
     "'read_file,make_reg', without blanks"},
    {kNoRight, "allow read_file, refer /a",
     ":1:7: empty name in 'read_file,'; write rights as in "
     "'read_file,make_reg', without blanks"},
    {kNoRight, "allow \"\" /a",
     ":1:7: empty name in ''; write rights as in 'read_file,make_reg', without "
     "blanks"},
    {kMixedRights, "allow read_file,bind_tcp /a",
     ":1:7: 'read_file,bind_tcp' mixes rights on paths and on ports; write one "
     "'allow' for each kind"},
    {kScopeAsRight, "allow read_file,signal /a",
     ":1:17: 'signal' is a scope, not a right; write 'unscope signal' to lift "
     "it"},
    {kRightAboveAbi, "abi 1..2; allow read_file,truncate /a /b",
     ":1:36: right 'truncate' needs ABI 3, above this policy's 2; raise the "
     "upper bound of 'abi', or remove the right"},
    {kOptionalWithoutPath, "bind? tcp 80",
     ":1:1: '?' with 'bind', which takes no path; remove the '?'"},
    {kOptionalWithoutPath, "connect? tcp 80",
     ":1:10: '?' with 'tcp', which takes no path; remove the '?'"},
    {kOptionalWithoutPath, "allow? bind_tcp 80",
     ":1:8: '?' with 'bind_tcp', which takes no path; remove the '?'"},
    {kRelativePath, "read a",
     ":1:6: relative path 'a'; write it from the root; ~ and ${NAME} expand"},
    {kRelativePath, "read? \"\"",
     ":1:7: relative path ''; write it from the root; ~ and ${NAME} expand"},
    {kRelativePath, "connect unix ./a",
     ":1:14: relative path './a'; write it from the root; ~ and ${NAME} "
     "expand"},
    {kBadPort, "bind tcp xyzzy",
     ":1:10: bad port 'xyzzy'; ports are numbers: 443, or 8000..8010"},
    {kBadPort, "bind tcp 1-2",
     ":1:10: bad port '1-2'; ports are numbers: 443, or 8000..8010"},
    {kBadPort, "bind tcp 1..",
     ":1:10: bad port '1..'; ports are numbers: 443, or 8000..8010"},
    {kBadPort, "allow bind_tcp /a",
     ":1:16: bad port '/a'; ports are numbers: 443, or 8000..8010"},
    {kNamedPort, "connect tcp https",
     ":1:13: bad port 'https'; ports are numbers: 443"},
    {kNamedPort, "connect udp 1..dns",
     ":1:13: bad port 'dns'; ports are numbers: 53"},
    {kPortTooLarge, "bind tcp 65536",
     ":1:10: port '65536' is over 65535; write a smaller number"},
    {kPortTooLarge, "bind tcp 1..99999999999999999999",
     ":1:10: port '99999999999999999999' is over 65535; write a smaller "
     "number"},
    {kTooBroad, "read /srv/app ${SETTINGS}/.",
     ":1:15: all of '/etc' would be open, as SETTINGS is '/etc'; change that, "
     "write the place itself, or add '--allow-broad /etc' to 'landshim run'"},
    {kUnknownProtocol, "connect sctp 80",
     ":1:9: unknown protocol 'sctp'; write tcp, udp or unix"},
    {kUnknownProtocol, "bind 80",
     ":1:6: unknown protocol '80'; write tcp, udp or unix"},
    {kBindUnix, "bind unix /a",
     ":1:6: there is no 'bind unix'; grant its directory: 'allow make_sock "
     "DIRECTORY'"},
    {kUnknownScope, "unscope signals",
     ":1:9: unknown scope 'signals'; the scopes are signal and "
     "abstract_unix_socket"},
    {kUnknownScope, "unscope read_file",
     ":1:9: unknown scope 'read_file'; the scopes are signal and "
     "abstract_unix_socket"},
    {kUnknownClass, "unrestrict xyzzy",
     ":1:12: unknown class or right 'xyzzy'; the classes are fs, net, net.tcp, "
     "net.udp and scope"},
    {kMistypedClass, "unrestrict net.tpc",
     ":1:12: unknown class or right 'net.tpc'; did you mean 'net.tcp'?"},
    {kUnrestrictRefer, "unrestrict refer",
     ":1:12: Landlock denies 'refer' where it is left unhandled; write 'allow "
     "refer /' to allow it everywhere"},
    {kUnknownLogFlag, "log new-exec on",
     ":1:5: unknown log flag 'new-exec'; the flags are same_exec, new_exec and "
     "subdomains"},
    {kBadSwitch, "log new_exec yes",
     ":1:14: 'yes' is neither on nor off; write 'log new_exec on' or 'off'"},
    {kTwoLogFlags, "log new_exec on; log new_exec off",
     ":1:31: second 'log new_exec'; keep one"},
    {kFileMissing, "include \"\"",
     ":1:9: no such file ''; correct the name, or write 'include?' to skip a "
     "missing file"},
};

// What only whoever opens files and asks the kernel can find;
// problem_test.cc has their lines.
constexpr ProblemKind kFoundElsewhere[] = {
    kUnknownFragment, kMistypedFragment, kIncludeLoop,       kIncludeTooDeep,
    kTooManyFiles,    kFragmentMeant,    kPathMissing,       kPathDenied,
    kPathFailed,      kSymlinkBeneath,   kSymlinkBeforeDots, kRightNotOnFile,
    kRuleRefused,
};

constexpr ProblemKind kPolicyProblems[] = {
#define LANDSHIM_P(name, what, cure) name,
    LANDSHIM_POLICY_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
};

std::string NameOf(ProblemKind kind) {
  constexpr const char* kNames[] = {
#define LANDSHIM_P(name, what, cure) #name,
      LANDSHIM_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
  };
  return kNames[static_cast<size_t>(kind)];
}

class Mistakes : public ::testing::TestWithParam<size_t> {};

TEST_P(Mistakes, AreDescribedWithPlaceAndCure) {
  const Mistake& mistake = kMistakes[GetParam()];
  const Reading reading = Read(
      {std::string(mistake.text), mistake.source, {"EMPTY=", "SETTINGS=/etc"}});
  EXPECT_EQ(reading.problem, "app.policy" + std::string(mistake.line));
  ASSERT_TRUE(reading.kind.has_value());
  EXPECT_EQ(NameOf(*reading.kind), NameOf(mistake.kind));
}

// The name of one test, as of kDeny at index 40: "kDeny40".
std::string NameOfTest(const ::testing::TestParamInfo<size_t>& test) {
  return NameOf(kMistakes[test.param].kind) + std::to_string(test.param);
}

INSTANTIATE_TEST_SUITE_P(Reader, Mistakes,
                         ::testing::Range(size_t{0}, std::size(kMistakes)),
                         NameOfTest);

TEST(LongWords, AreDescribedOnce) {
  const Reading reading = Read({"read /" + std::string(4095, 'a')});
  EXPECT_EQ(reading.problem,
            "app.policy:1:6: word is longer than 4095 bytes; no path can be "
            "that long");
}

TEST(LongWords, MayComeFromTheDirectoryBefore) {
  Input input = {"read " + std::string(4000, 'a')};
  input.working_directory = "/" + std::string(100, 'b');
  EXPECT_EQ(Read(input).problem,
            "app.policy:1:6: word is longer than 4095 bytes; no path can be "
            "that long");
  input = {"include " + std::string(4000, 'a')};
  input.directory = "/" + std::string(100, 'b');
  EXPECT_EQ(Read(input).problem,
            "app.policy:1:9: word is longer than 4095 bytes; no path can be "
            "that long");
}

TEST(ProblemTable, HasNoRowWithoutAMistakeHere) {
  std::set<ProblemKind> missing(std::begin(kPolicyProblems),
                                std::end(kPolicyProblems));
  missing.erase(kWordTooLong);  // LongWords
  for (const Mistake& mistake : kMistakes) missing.erase(mistake.kind);
  for (const ProblemKind kind : kFoundElsewhere) {
    EXPECT_EQ(missing.erase(kind), 1U) << NameOf(kind) << " is found here";
  }
  for (const ProblemKind kind : missing) {
    ADD_FAILURE() << NameOf(kind)
                  << " needs a row in kMistakes or kFoundElsewhere";
  }
}

}  // namespace
}  // namespace landshim::testing
