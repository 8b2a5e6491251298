// The help: complete, short, and the same however it is asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "tests/command/help_text.h"
#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

void ExpectOneScreen(const std::string& text) {
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 24) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_EQ(line.find('\t'), std::string::npos) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
  }
  EXPECT_EQ(text.back(), '\n');
}

TEST(Help, ListsTheCommandsRunFirst) {
  const std::vector<std::string> commands = CommandsInHelp();
  ASSERT_FALSE(commands.empty());
  EXPECT_EQ(commands[0], "run");
  for (const char* command : {"fmt", "show", "shim", "help"}) {
    EXPECT_THAT(commands, Contains(command));
  }
}

TEST(Help, FitsOneScreenAndBeginsWithAnExample) {
  ExpectOneScreen(Printed({"help"}));
  EXPECT_THAT(Printed({"help"}),
              StartsWith("For example:\n  landshim run --policy "));
  for (const std::string& command : CommandsInHelp()) {
    const std::string help = Printed({"help", command});
    ExpectOneScreen(help);
    EXPECT_THAT(help, StartsWith("For example:\n  landshim " + command));
    EXPECT_THAT(help, HasSubstr("\nUsage: landshim " + command + " "));
  }
}

TEST(Help, IsTheSameHoweverItIsAskedFor) {
  EXPECT_EQ(Printed({"--help"}), Printed({"help"}));
  EXPECT_EQ(Printed({"-h"}), Printed({"help"}));
  for (const std::string& command : CommandsInHelp()) {
    const std::string help = Printed({"help", command});
    EXPECT_EQ(Printed({command, "--help"}), help);
    EXPECT_EQ(Printed({command, "-h"}), help);
    EXPECT_EQ(Printed({"--help", command}), help);
  }
}

TEST(Help, IsGivenBesideMistakes) {
  EXPECT_EQ(Printed({"show", "--jsn", "--help"}), Printed({"help", "show"}));
  EXPECT_EQ(Printed({"shim", "-o", "--help"}), Printed({"help", "shim"}));
}

// The words behind PROG are its own, and what follows "--" is no option.
TEST(Help, IsNotGivenToWhoDoesNotAskForIt) {
  EXPECT_NE(Landshim({"run", "/nonexistent", "--help"}).Run().status, 0);
  EXPECT_NE(Landshim({"run", "--", "--help"}).Run().status, 0);
  EXPECT_NE(Landshim({"show", "--", "--help"}).Run().status, 0);
}

TEST(Help, IsExactlyThisAboutShow) {
  EXPECT_EQ(Printed({"help", "show"}),
            "For example:\n"
            "  landshim show\n"
            "  landshim show base libs\n"
            "\n"
            "Usage: landshim show [--json] [FRAGMENT]...\n"
            "Print the built-in policy fragments.\n"
            "\n"
            "  FRAGMENT    such as base; without any, lists them all\n"
            "      --json  names, summaries, texts as JSON\n"
            "  -h, --help  print this help\n");
}

TEST(Version, SaysWhatIsKnown) {
  EXPECT_THAT(Printed({"--version"}),
              ::testing::MatchesRegex("landshim [0-9]+\\.[0-9]+\\.[0-9]+, "
                                      "policy language 1, Landlock ABI 1 to "
                                      "[0-9]+\n"));
}

}  // namespace
}  // namespace landshim::testing
