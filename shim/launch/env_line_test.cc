// What `#!/usr/bin/env ARGUMENT` is said to start, and what is left to env.
#include "shim/launch/env_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace landshim {
namespace {

using Words = std::vector<std::string>;

// No words: it is left to env.
Words Read(std::string_view argument) {
  EnvLine line;
  if (!ReadEnvLine(argument, &line)) return {};
  return {line.words, line.words + line.count};
}

TEST(EnvLineTest, IsOneWordWhateverIsInIt) {
  EXPECT_EQ(Read("python3"), (Words{"python3"}));
  EXPECT_EQ(Read("/usr/bin/python3"), (Words{"/usr/bin/python3"}));
  EXPECT_EQ(Read("python3 -u"), (Words{"python3 -u"}));
  EXPECT_EQ(Read("a\"b$c\\d"), (Words{"a\"b$c\\d"}));
  EXPECT_EQ(Read("S"), (Words{"S"}));
}

TEST(EnvLineTest, IsWordsBehindTheOptionThatSplits) {
  EXPECT_EQ(Read("-S python3 -u"), (Words{"python3", "-u"}));
  EXPECT_EQ(Read("-Spython3 -u"), (Words{"python3", "-u"}));
  EXPECT_EQ(Read("-S \t python3\t\t-u  "), (Words{"python3", "-u"}));
  EXPECT_EQ(Read("--split-string=python3 -u"), (Words{"python3", "-u"}));
  EXPECT_EQ(Read("-S python3"), (Words{"python3"}));
  // Behind the program, words may look like anything.
  EXPECT_EQ(Read("-S make -f A=1 -i"), (Words{"make", "-f", "A=1", "-i"}));
}

TEST(EnvLineTest, IsLeftToEnvWithOtherOptionsAndVariables) {
  for (const char* argument : {"",
                               "-",
                               "-i",
                               "-u NAME",
                               "-v",
                               "-vS python3",
                               "-iS python3",
                               "--ignore-environment",
                               "--split-string",
                               "--split-string python3",
                               "A=1",
                               "A=",
                               "=",
                               "-S -i python3",
                               "-S A=1 python3",
                               "-S -S python3",
                               "-S -- python3",
                               "-S",
                               "-S ",
                               "-S \t",
                               "--split-string="}) {
    EXPECT_EQ(Read(argument), Words{}) << argument;
  }
}

// These mean something to env.
TEST(EnvLineTest, IsLeftToEnvWithQuotesEscapesVariablesAndComments) {
  for (const char* argument :
       {"-S python3 \"a b\"", "-S python3 'a'", "-S python3 a\\_b",
        "-S ${HOME}/bin/x", "-S python3 $X", "-S python3 # comment",
        "-S python3 a#b", "-S \\python3"}) {
    EXPECT_EQ(Read(argument), Words{}) << argument;
  }
}

TEST(EnvLineTest, HoldsAsManyWordsAsThereIsRoomFor) {
  std::string argument = "-S";
  for (size_t i = 0; i < kMostEnvWords; ++i) argument += " word";
  EXPECT_EQ(Read(argument).size(), kMostEnvWords);
  EXPECT_EQ(Read(argument + " word"), Words{});
}

}  // namespace
}  // namespace landshim
