// Every statement of the language, as the reader hands it on.
#include "policy/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "policy/read_text.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAllFs[] =
    "execute write_file read_file read_dir remove_dir remove_file make_char "
    "make_dir make_reg make_sock make_fifo make_block make_sym refer truncate "
    "ioctl_dev resolve_unix";

std::vector<std::string> Statements(const Input& input) {
  Reading reading = Read(input);
  if (reading.kind.has_value()) return {reading.problem};
  return reading.statements;
}

std::vector<std::string> Statements(const std::string& text) {
  return Statements(Input{text});
}

TEST(Version, MayStandAloneAndSaysNothing) {
  EXPECT_THAT(Statements("landshim 1"), IsEmpty());
  EXPECT_THAT(Statements("landshim 1; read /a"),
              ElementsAre("1:18 read /a: read_file read_dir"));
}

TEST(Version, IsNeededInFilesOnly) {
  const std::string no_version =
      "app.policy:1:1: the policy does not begin with its language version; "
      "write 'landshim 1' as its first statement";
  EXPECT_THAT(Statements({"abi 1", SourceKind::kFile}),
              ElementsAre(no_version));
  EXPECT_THAT(Statements({"", SourceKind::kFile}), ElementsAre(no_version));
  EXPECT_THAT(Statements({"# a\n\n;", SourceKind::kFile}),
              ElementsAre(no_version));
  for (const SourceKind kind :
       {SourceKind::kRules, SourceKind::kIncluded, SourceKind::kFragment}) {
    EXPECT_THAT(Statements({"", kind}), IsEmpty());
    EXPECT_THAT(Statements({"unscope signal", kind}),
                ElementsAre("1:9 unscope signal"));
  }
}

TEST(Abi, IsARangeOrANumber) {
  EXPECT_THAT(Statements("abi 4..11"), ElementsAre("1:5 abi 4..11"));
  EXPECT_THAT(Statements("abi 6"), ElementsAre("1:5 abi 6..6"));
  EXPECT_THAT(Statements("abi 0..1"), ElementsAre("1:5 abi 0..1"));
  EXPECT_THAT(Statements("abi 11..11"), ElementsAre("1:5 abi 11..11"));
  EXPECT_THAT(Statements("abi 04..${UNSET:-9}"), ElementsAre("1:5 abi 4..9"));
}

TEST(Include, NamesFilesAndFragments) {
  Input input = {"include <base> <libs> \"<base>\" /a/b c"};
  input.directory = "/etc/landshim";
  EXPECT_THAT(
      Statements(input),
      ElementsAre("1:9 include fragment base", "1:16 include fragment libs",
                  "1:23 include file /etc/landshim/<base>",
                  "1:32 include file /a/b",
                  "1:37 include file /etc/landshim/c"));
}

TEST(Include, IsRelativeToNothingWithoutADirectory) {
  EXPECT_THAT(Statements("include a/b"), ElementsAre("1:9 include file a/b"));
  EXPECT_THAT(Statements("include <> <a b>"),
              ElementsAre("1:9 include file <>", "1:12 include file <a",
                          "1:15 include file b>"));
}

TEST(Include, MayBeOptional) {
  EXPECT_THAT(Statements("include? /a ${UNSET} /b"),
              ElementsAre("1:10 include? file /a", "1:22 include? file /b"));
}

TEST(PathVerbs, GrantWhatTheyAreFor) {
  EXPECT_THAT(Statements("read /a"),
              ElementsAre("1:6 read /a: read_file read_dir"));
  EXPECT_THAT(Statements("exec /a"),
              ElementsAre("1:6 exec /a: execute read_file read_dir"));
  EXPECT_THAT(Statements("write /a"),
              ElementsAre("1:7 write /a: write_file read_file read_dir "
                          "remove_dir remove_file make_dir make_reg make_sock "
                          "make_fifo make_sym refer truncate"));
  EXPECT_THAT(
      Statements("device /a"),
      ElementsAre("1:8 device /a: write_file read_file read_dir ioctl_dev"));
  EXPECT_THAT(Statements("connect unix /a"),
              ElementsAre("1:14 connect /a: resolve_unix"));
}

TEST(PathVerbs, TakeSeveralPaths) {
  EXPECT_THAT(Statements("read /a \"/b c\" /d\nexec /e"),
              ElementsAre("1:6 read /a: read_file read_dir",
                          "1:9 read /b c: read_file read_dir",
                          "1:16 read /d: read_file read_dir",
                          "2:6 exec /e: execute read_file read_dir"));
}

TEST(Quiet, MutesEveryRightBeneath) {
  EXPECT_THAT(Statements("quiet /a"),
              ElementsAre(std::string("1:7 quiet /a: quiet ") + kAllFs));
}

TEST(Allow, NamesRightsExactly) {
  EXPECT_THAT(Statements("allow read_file,make_reg /a /b"),
              ElementsAre("1:26 allow /a: exactly read_file make_reg",
                          "1:29 allow /b: exactly read_file make_reg"));
  EXPECT_THAT(Statements("allow bind_tcp,connect_send_udp 80"),
              ElementsAre("1:33 allow 80..80: exactly bind_tcp "
                          "connect_send_udp"));
  EXPECT_THAT(Statements("allow refer,refer /a"),
              ElementsAre("1:19 allow /a: exactly refer"));
}

TEST(Allow, KnowsEveryRightThatARuleCanGrant) {
  for (const Right& r : kRights) {
    if (r.kind == ObjectKind::kDomain) continue;
    const std::string name(r.Name());
    const std::string object = r.kind == ObjectKind::kPort ? "1" : "/a";
    const std::string shown = r.kind == ObjectKind::kPort ? "1..1" : "/a";
    const std::string column = std::to_string(8 + name.size());
    EXPECT_THAT(
        Statements("allow " + name + " " + object),
        ElementsAre("1:" + column + " allow " + shown + ": exactly " + name));
  }
}

TEST(Allow, ForgetsTheRightsOfTheStatementBefore) {
  EXPECT_THAT(Statements("allow refer /a; allow read_dir /b; read /c"),
              ElementsAre("1:13 allow /a: exactly refer",
                          "1:32 allow /b: exactly read_dir",
                          "1:41 read /c: read_file read_dir"));
}

TEST(Ports, AreGrantedByProtocol) {
  EXPECT_THAT(Statements("bind tcp 8080 8443"),
              ElementsAre("1:10 bind 8080..8080: bind_tcp",
                          "1:15 bind 8443..8443: bind_tcp"));
  EXPECT_THAT(Statements("connect tcp 443"),
              ElementsAre("1:13 connect 443..443: connect_tcp"));
  EXPECT_THAT(Statements("bind udp 0"),
              ElementsAre("1:10 bind 0..0: bind_udp"));
  EXPECT_THAT(Statements("connect udp 53"),
              ElementsAre("1:13 connect 53..53: connect_send_udp"));
}

TEST(Ports, MayBeRanges) {
  EXPECT_THAT(Statements("bind tcp 8000..8010"),
              ElementsAre("1:10 bind 8000..8010: bind_tcp"));
  EXPECT_THAT(Statements("bind tcp 0..65535"),
              ElementsAre("1:10 bind 0..65535: bind_tcp"));
  EXPECT_THAT(
      Statements("bind tcp 7..7 0080"),
      ElementsAre("1:10 bind 7..7: bind_tcp", "1:15 bind 80..80: bind_tcp"));
}

TEST(Unscope, LiftsAScope) {
  EXPECT_THAT(
      Statements("unscope signal abstract_unix_socket"),
      ElementsAre("1:9 unscope signal", "1:16 unscope abstract_unix_socket"));
}

TEST(Unrestrict, TakesClassesAndSingleRights) {
  EXPECT_THAT(Statements("unrestrict fs"),
              ElementsAre(std::string("1:12 unrestrict ") + kAllFs));
  EXPECT_THAT(Statements("unrestrict net"),
              ElementsAre("1:12 unrestrict bind_tcp connect_tcp bind_udp "
                          "connect_send_udp"));
  EXPECT_THAT(Statements("unrestrict net.tcp net.udp"),
              ElementsAre("1:12 unrestrict bind_tcp connect_tcp",
                          "1:20 unrestrict bind_udp connect_send_udp"));
  EXPECT_THAT(Statements("unrestrict scope"),
              ElementsAre("1:12 unrestrict abstract_unix_socket signal"));
  EXPECT_THAT(Statements("unrestrict ioctl_dev signal bind_tcp"),
              ElementsAre("1:12 unrestrict ioctl_dev", "1:22 unrestrict signal",
                          "1:29 unrestrict bind_tcp"));
}

TEST(Log, TurnsFlagsOnAndOff) {
  EXPECT_THAT(Statements("log same_exec off; log new_exec on\n"
                         "log subdomains off"),
              ElementsAre("1:15 log same_exec off", "1:33 log new_exec on",
                          "2:16 log subdomains off"));
}

TEST(Optional, IsKeptForTheCallerToSkipMissingPaths) {
  EXPECT_THAT(Statements("read? /a"),
              ElementsAre("1:7 read? /a: read_file read_dir"));
  EXPECT_THAT(Statements("allow? refer /a; connect? unix /b"),
              ElementsAre("1:14 allow? /a: exactly refer",
                          "1:32 connect? /b: resolve_unix"));
  EXPECT_THAT(Statements("read? /a\nread /a"),
              ElementsAre("1:7 read? /a: read_file read_dir",
                          "2:6 read /a: read_file read_dir"));
}

TEST(Optional, SkipsPathsWhoseVariableHasNoValue) {
  EXPECT_THAT(
      Statements(
          {"read? ${UNSET} /a ${EMPTY}/b ~/c", SourceKind::kRules, {"EMPTY="}}),
      ElementsAre("1:16 read? /a: read_file read_dir"));
  EXPECT_THAT(Statements("allow? refer ${UNSET}; connect? unix ${UNSET}"),
              IsEmpty());
}

TEST(Optional, SkipsNoOtherOperand) {
  const std::string line = "set; set it, or give a default: ${UNSET:-default}";
  EXPECT_THAT(Statements("allow? ${UNSET} /a"),
              ElementsAre("app.policy:1:8: variable 'UNSET' is not " + line));
  EXPECT_THAT(Statements("connect? ${UNSET} /a"),
              ElementsAre("app.policy:1:10: variable 'UNSET' is not " + line));
  EXPECT_THAT(Statements("${UNSET} /a"),
              ElementsAre("app.policy:1:1: variable 'UNSET' is not " + line));
}

TEST(Paths, AreBytes) {
  EXPECT_THAT(Statements("read \"/a\\n\\xff\" /../b//"),
              ElementsAre("1:6 read /a\n\xff: read_file read_dir",
                          "1:17 read /../b//: read_file read_dir"));
}

TEST(Paths, ThatAreRelativeAreFromTheWorkingDirectory) {
  Input input = {"read a ./b / /c ../d"};
  input.working_directory = "/base";
  EXPECT_THAT(Statements(input),
              ElementsAre("1:6 read /base/a: read_file read_dir",
                          "1:8 read /base/./b: read_file read_dir",
                          "1:12 read /: read_file read_dir",
                          "1:14 read /c: read_file read_dir",
                          "1:17 read /base/../d: read_file read_dir"));
  input = {"read a"};
  input.working_directory = "/";
  EXPECT_THAT(Statements(input),
              ElementsAre("1:6 read /a: read_file read_dir"));
}

TEST(Words, MayComeFromVariablesWhereverTheyStand) {
  const Input input = {
      "${VERB} ${PATH_}; allow ${RIGHT},refer /b\n"
      "connect ${PROTO} ${FIRST}..${LAST}; log ${FLAG} ${SWITCH}; abi ${ABI}\n"
      "include ${FRAGMENT}",
      SourceKind::kRules,
      {"VERB=read?", "PATH_=/a", "RIGHT=read_dir", "PROTO=tcp", "FIRST=1",
       "LAST=2", "FLAG=new_exec", "SWITCH=on", "ABI=4..5", "FRAGMENT=<base>"}};
  EXPECT_THAT(
      Statements(input),
      ElementsAre("1:9 read? /a: read_file read_dir",
                  "1:40 allow /b: exactly read_dir refer",
                  "2:18 connect 1..2: connect_tcp", "2:49 log new_exec on",
                  "2:64 abi 4..5", "3:9 include fragment base"));
}

TEST(ParseNumber, ReadsDecimalsUpToALimit) {
  EXPECT_EQ(ParseNumber("0", 10), 0);
  EXPECT_EQ(ParseNumber("10", 10), 10);
  EXPECT_EQ(ParseNumber("0010", 10), 10);
  EXPECT_EQ(ParseNumber("65535", kLargestPort), 65535);
}

TEST(ParseNumber, TellsTooLargeFromNoNumber) {
  EXPECT_EQ(ParseNumber("11", 10), -2);
  EXPECT_EQ(ParseNumber("65536", kLargestPort), -2);
  EXPECT_EQ(ParseNumber("18446744073709551616", kLargestPort), -2);
  EXPECT_EQ(ParseNumber(std::string(4000, '9'), kLargestPort), -2);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1.", "a"}) {
    EXPECT_EQ(ParseNumber(text, 10), -1) << text;
  }
  EXPECT_EQ(ParseNumber("99999a", 10), -1);
}

TEST(JoinPath, PutsOneSlashBetween) {
  WordBuffer buffer;
  EXPECT_EQ(JoinPath("/a", "b", &buffer), "/a/b");
  EXPECT_EQ(JoinPath("/", "b", &buffer), "/b");
  EXPECT_EQ(JoinPath("", "b", &buffer), "b");
  EXPECT_EQ(JoinPath("/a", "", &buffer), "/a/");
}

TEST(JoinPath, IsNullWhereThePathIsTooLong) {
  WordBuffer buffer;
  const std::string half(2047, 'a');
  EXPECT_EQ(JoinPath(half, half, &buffer), half + '/' + half);
  EXPECT_EQ(buffer[4095], '\0');
  EXPECT_EQ(JoinPath(half + 'a', half, &buffer).data(), nullptr);
}

}  // namespace
}  // namespace landshim::testing
