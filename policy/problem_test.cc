// How problems are put into words: places, arguments, and what no reader finds.
#include "policy/problem.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "policy/read_text.h"

namespace landshim::testing {

using namespace std::string_view_literals;

namespace {

using enum ProblemKind;

// kind is that of the row before, plus one: suggest.h builds on it.
constexpr bool IsBehind(ProblemKind kind, ProblemKind before) {
  return static_cast<int>(kind) == static_cast<int>(before) + 1;
}

static_assert(IsBehind(kMistypedStatement, kUnknownStatement));
static_assert(IsBehind(kMistypedRight, kUnknownRight));
static_assert(IsBehind(kMistypedClass, kUnknownClass));
static_assert(IsBehind(kMistypedFragment, kUnknownFragment));
static_assert(IsBehind(kVariableMistyped, kVariableUnknown));

const Source kPolicy = {"app.policy", ""};

std::string Line(ProblemKind kind, const std::vector<Argument>& arguments = {},
                 const Source& source = kPolicy) {
  Problem problem;
  problem.Set({&source, 12, 7}, kind);
  for (const Argument& argument : arguments) problem.With(argument);
  return Describe(problem);
}

std::string PlaceLine(const Place& place) {
  char buffer[256];
  Text out(buffer, sizeof(buffer));
  DescribePlace(place, &out);
  return std::string(out.view());
}

TEST(Place, IsNameLineAndColumn) {
  EXPECT_EQ(PlaceLine({&kPolicy, 12, 7}), "app.policy:12:7");
  EXPECT_EQ(PlaceLine({&kPolicy, 4294967295, 4294967295}),
            "app.policy:4294967295:4294967295");
}

TEST(Place, IsTheNameAloneForTheWhole) {
  EXPECT_EQ(PlaceLine({&kPolicy}), "app.policy");
}

TEST(Place, ShowsFragmentsAsTheyAreIncluded) {
  const Source fragment = {"base", "", SourceKind::kFragment};
  EXPECT_EQ(PlaceLine({&fragment, 3, 1}), "<base>:3:1");
  EXPECT_EQ(PlaceLine({&fragment}), "<base>");
}

TEST(Place, CannotSteerATerminal) {
  const Source source = {"a\n\x1b[2J", ""};
  EXPECT_EQ(PlaceLine({&source, 1, 1}), "a\\x0a\\x1b[2J:1:1");
}

TEST(Problem, ShowsItsArgumentsInOrder) {
  EXPECT_EQ(Line(kRightAboveAbi, {"truncate"sv, 3, 2}),
            "app.policy:12:7: right 'truncate' needs ABI 3, above this "
            "policy's 2; raise the upper bound of 'abi', or remove the right");
}

TEST(Problem, GoesOnWithTheArgumentsInItsCure) {
  EXPECT_EQ(Line(kBadSwitch, {"yes"sv, "new_exec"sv}),
            "app.policy:12:7: 'yes' is neither on nor off; write 'log new_exec "
            "on' or 'off'");
}

TEST(Problem, BeginsAgainWithTheFirstArgument) {
  EXPECT_EQ(Line(kUnsetVariable, {"A"sv}),
            "app.policy:12:7: variable 'A' is not set; set it, or give a "
            "default: ${A:-default}");
}

TEST(Problem, EscapesWhatCameFromThePolicy) {
  EXPECT_EQ(Line(kUnknownProtocol, {"\x1b{}\n"sv}),
            "app.policy:12:7: unknown protocol '\\x1b{}\\x0a'; write tcp, udp "
            "or unix");
}

TEST(Problem, ForgetsItsArgumentsWhenSetAgain) {
  Problem problem;
  problem.Set({&kPolicy}, kUnsetVariable);
  problem.With("A"sv);
  problem.Set({&kPolicy}, kUnsetVariable);
  problem.With("B"sv);
  EXPECT_EQ(Describe(problem),
            "app.policy: variable 'B' is not set; set it, or give a default: "
            "${B:-default}");
}

TEST(Problem, IsCutOffWhereItDoesNotFit) {
  Problem problem;
  problem.Set({&kPolicy}, kNulByte);
  char buffer[16] = {};
  buffer[15] = '#';
  Text out(buffer, 15);
  landshim::Describe(problem, &out);
  EXPECT_EQ(out.view(), "app.policy: NUL");
  EXPECT_EQ(buffer[15], '#');
}

TEST(Include, IsDescribed) {
  EXPECT_EQ(Line(kUnknownFragment, {"xyzzy"sv}),
            "app.policy:12:7: unknown fragment '<xyzzy>'; a file is named "
            "without the angle brackets");
  EXPECT_EQ(Line(kMistypedFragment, {"bose"sv, "base"sv}),
            "app.policy:12:7: unknown fragment '<bose>'; did you mean "
            "'<base>'?");
  EXPECT_EQ(Line(kIncludeLoop, {"/a"sv}),
            "app.policy:12:7: '/a' includes itself; remove one of the "
            "includes");
  EXPECT_EQ(Line(kIncludeTooDeep, {8}),
            "app.policy:12:7: includes are nested deeper than 8; include the "
            "file from a shallower one");
  EXPECT_EQ(Line(kTooManyFiles, {64}),
            "app.policy:12:7: the policy is made of more than 64 texts; join "
            "some of its files");
  EXPECT_EQ(Line(kFragmentMeant, {"/etc/base"sv, "base"sv}),
            "app.policy:12:7: no such file '/etc/base'; did you mean "
            "'<base>'?");
}

TEST(Path, IsDescribed) {
  EXPECT_EQ(Line(kPathMissing, {"/a"sv, "read"sv}),
            "app.policy:12:7: '/a' does not exist; correct the path, or write "
            "'read?' to skip a missing one");
  EXPECT_EQ(Line(kPathDenied, {"/a"sv}),
            "app.policy:12:7: '/a' cannot be reached: permission denied; make "
            "its directories searchable, or remove the path");
  EXPECT_EQ(Line(kPathFailed, {"/a"sv, "EIO"sv}),
            "app.policy:12:7: '/a' cannot be opened: EIO; correct the path, or "
            "remove it");
  EXPECT_EQ(Line(kSymlinkBeneath, {"/a/b"sv, "/a"sv}),
            "app.policy:12:7: '/a/b' is or goes through a symbolic link "
            "beneath '/a', where this policy lets the program replace names; "
            "write the path that it leads to");
  EXPECT_EQ(Line(kSymlinkBeforeDots, {"/a/../b"sv}),
            "app.policy:12:7: '/a/../b' goes through a symbolic link and '..'; "
            "write it without '..'");
  EXPECT_EQ(Line(kRightNotOnFile, {"make_reg"sv, "/a"sv}),
            "app.policy:12:7: right 'make_reg' is for directories, and '/a' is "
            "none; name its directory, or remove the right");
  EXPECT_EQ(Line(kRuleRefused, {"/a"sv, "EINVAL"sv}),
            "app.policy:12:7: the kernel refused the rule on '/a': EINVAL; "
            "remove it");
}

}  // namespace
}  // namespace landshim::testing
