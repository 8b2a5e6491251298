// The parts of messages: escapes, errors, suggestions.
#include "tools/message.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace landshim {
namespace {

TEST(Escape, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(Escape("a\x1b[2Jb\n\x7f"), "a\\x1b[2Jb\\x0a\\x7f");
  EXPECT_EQ(Escape(std::string(1000, '\x01')).size(), 4000U);
  EXPECT_EQ(Escape("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(Escape(""), "");
}

TEST(DescribeError, UsesTheWordsOfPolicyMessages) {
  EXPECT_EQ(DescribeError(EACCES), "permission denied (EACCES)");
  EXPECT_EQ(DescribeError(ENOENT), "no such file or directory (ENOENT)");
}

TEST(DescribeError, KnowsEveryOtherErrorByItsName) {
  EXPECT_EQ(DescribeError(ENOSPC), "no space left on device (ENOSPC)");
  EXPECT_EQ(DescribeError(12345), "unknown error 12345");
}

TEST(Nearest, FindsWhatIsFewLettersAway) {
  const std::vector<std::string> names = {"run", "show", "check", "--json"};
  EXPECT_EQ(Nearest("rnu", names), "run");
  EXPECT_EQ(Nearest("chekc", names), "check");
  EXPECT_EQ(Nearest("jsno", names), "--json");
  EXPECT_EQ(Nearest("--jsn", names), "--json");
  EXPECT_EQ(Nearest("SHOW", names), "show");
}

TEST(Nearest, FindsTheOnlyOneThatIsLonger) {
  const std::vector<std::string> names = {"--policy", "--print-policy",
                                          "--connect-tcp"};
  EXPECT_EQ(Nearest("--conn", names), "--connect-tcp");
  EXPECT_EQ(Nearest("--pol", names), "--policy");
  EXPECT_EQ(Nearest("--p", names), "");
}

TEST(Nearest, DoesNotGuess) {
  const std::vector<std::string> names = {"run", "show", "check"};
  EXPECT_EQ(Nearest("banana", names), "");
  EXPECT_EQ(Nearest("", names), "");
  EXPECT_EQ(Nearest("--", names), "");
  EXPECT_EQ(Nearest(std::string(100, 'r'), names), "");
  EXPECT_EQ(Nearest("run", {}), "");
}

}  // namespace
}  // namespace landshim
