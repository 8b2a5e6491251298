// How words of a command line are understood, and what is said about those that
// are not.
#include "tools/command_line.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tools/command.h"

namespace landshim {
namespace {

using Words = std::vector<std::string>;

// Two commands with everything that a command can declare.
class CommandLineTest : public ::testing::Test {
 public:
  CommandLineTest() {
    SetUpApp(&app_);
    CLI::App* const copy =
        AddCommand(&app_, "copy", "copy a file", "landshim copy a b");
    CLI::Option* const verbose =
        AddFlag(copy, "-v,--verbose", &verbose_, "say more");
    CLI::Option* const quiet = AddFlag(copy, "-q,--quiet", &quiet_, "say less");
    verbose->excludes(quiet);
    AddValue(copy, "-m,--mode", "MODE", &mode_, "the mode");
    CLI::Option* const tag =
        AddValues(copy, "-t,--tag", "TAG", &tags_, "a tag");
    AddFlag(copy, "--sort-tags", &sort_, "sort them")->needs(tag);
    AddOperand(copy, "FROM", &from_, "the file");
    AddOperands(copy, "TO", &to_, "its copies");

    CLI::App* const start =
        AddCommand(&app_, "start", "start", "landshim start prog");
    start->prefix_command();
    AddFlag(start, "--now", &verbose_, "at once");
    AddOperand(start, "PROG", &from_, "the program");
    AddOperands(start, "ARG", &to_, "its arguments");
  }

  // Reads and stores. Empty, or the mistake.
  std::string Read(const Words& words) {
    std::string mistake;
    line_ = {};
    if (!ReadCommandLine(&app_, words, &line_, &mistake)) return mistake;
    if (line_.words.empty()) return "";
    app_.parse(Words(line_.words.rbegin(), line_.words.rend()));
    return "";
  }

  CLI::App app_;
  CommandLine line_;
  bool verbose_ = false, quiet_ = false, sort_ = false;
  std::string mode_, from_;
  Words tags_, to_;
};

TEST_F(CommandLineTest, TakesOptionsAndOperandsInAnyOrder) {
  EXPECT_EQ(Read({"copy", "a", "-v", "b", "--mode", "x", "c", "--tag=1", "-t",
                  "2", "-t3", "--sort-tags"}),
            "");
  EXPECT_TRUE(verbose_ && sort_);
  EXPECT_EQ(from_, "a");
  EXPECT_EQ(to_, (Words{"b", "c"}));
  EXPECT_EQ(mode_, "x");
  EXPECT_EQ(tags_, (Words{"1", "2", "3"}));
}

TEST_F(CommandLineTest, TakesShortOptionsTogether) {
  EXPECT_EQ(Read({"copy", "-vmx", "a"}), "");
  EXPECT_TRUE(verbose_);
  EXPECT_EQ(mode_, "x");
  EXPECT_EQ(
      Read({"copy", "-vx", "a"}),
      "copy: unknown option '-vx'; 'landshim copy --help' lists the options");
}

// Each of these CLI11 would read as something else.
TEST_F(CommandLineTest, TakesEveryOperandAsItIs) {
  const Words odd = {"[a,b]", "{}",   "++",    "-",   "copy", "start", "%%",
                     "a=b",   "/x:y", "\"q\"", "{a}", "#",    "\n",    "[]"};
  for (const std::string& word : odd) {
    EXPECT_EQ(Read({"copy", word}), "") << word;
    EXPECT_EQ(from_, word);
    EXPECT_EQ(Read({"copy", "--mode=" + word, "-t", word, "x", word, word}),
              "");
    EXPECT_EQ(mode_, word);
    EXPECT_EQ(tags_, (Words{word}));
    EXPECT_EQ(to_, (Words{word, word}));
  }
}

TEST_F(CommandLineTest, EndsOptionsAtTwoDashes) {
  EXPECT_EQ(Read({"copy", "-v", "--", "--mode", "--", "-q", "--help"}), "");
  EXPECT_EQ(from_, "--mode");
  EXPECT_EQ(to_, (Words{"--", "-q", "--help"}));
  EXPECT_FALSE(quiet_ || line_.help);
}

TEST_F(CommandLineTest, LeavesTheArgumentsOfAProgramAlone) {
  EXPECT_EQ(Read({"start", "--now", "prog", "--now", "-x", "--", "", "--help"}),
            "");
  EXPECT_EQ(from_, "prog");
  EXPECT_EQ(to_, (Words{"--now", "-x", "--", "", "--help"}));
  EXPECT_FALSE(line_.help);
  EXPECT_EQ(Read({"start", "--", "--now"}), "");
  EXPECT_EQ(from_, "--now");
}

TEST_F(CommandLineTest, TakesThousandsOfOperands) {
  Words words(20000, "x");
  words[0] = "copy";
  EXPECT_EQ(Read(words), "");
  EXPECT_EQ(to_.size(), words.size() - 2);
}

TEST_F(CommandLineTest, NamesAMistypedOption) {
  EXPECT_EQ(Read({"copy", "--verbsoe", "a"}),
            "copy: unknown option '--verbsoe'; did you mean '--verbose'?");
  EXPECT_EQ(Read({"copy", "--verb", "a"}),
            "copy: unknown option '--verb'; did you mean '--verbose'?");
  EXPECT_EQ(Read({"copy", "-verbose", "a"}),
            "copy: unknown option '-verbose'; did you mean '--verbose'?");
  // Not '-m' with the value "ode".
  EXPECT_EQ(Read({"copy", "-mode", "x", "a"}),
            "copy: unknown option '-mode'; did you mean '--mode'?");
  EXPECT_EQ(Read({"copy", "-mode=x", "a"}),
            "copy: unknown option '-mode'; did you mean '--mode'?");
  EXPECT_EQ(Read({"copy", "--hlep"}),
            "copy: unknown option '--hlep'; did you mean '--help'?");
  EXPECT_EQ(Read({"copy", "--m\x1b=3", "a"}),
            "copy: unknown option '--m\\x1b'; 'landshim copy --help' lists the "
            "options");
  for (const char* odd : {"---verbose", "--!x", "-!", "- ", "--=x", "-=x"}) {
    EXPECT_NE(Read({"copy", odd, "a"}), "") << odd;
  }
}

TEST_F(CommandLineTest, WantsOneValueWhereOneIsMeant) {
  EXPECT_EQ(Read({"copy", "a", "--mode"}),
            "copy: option '--mode' has no value; write it as in '--mode MODE'");
  EXPECT_EQ(Read({"copy", "a", "-m", "-v"}),
            "copy: option '-m' has no value: '-v' is an option; if it is the "
            "value, write '--mode=-v'");
  EXPECT_EQ(
      Read({"copy", "a", "--mode", "--"}),
      "copy: option '--mode' has no value: '--' is an option; if it is the "
      "value, write '--mode=--'");
  EXPECT_EQ(Read({"copy", "a", "-m="}),
            "copy: '-m=' mixes two spellings; write '-m MODE'");
  EXPECT_EQ(Read({"copy", "a", "-m=x"}),
            "copy: '-m=x' mixes two spellings; write '-m x'");
  for (const Words& empty : {Words{"--mode="}, Words{"-m", ""}}) {
    Words words = {"copy", "a"};
    words.insert(words.end(), empty.begin(), empty.end());
    EXPECT_EQ(Read(words),
              "copy: option '--mode' has an empty value; write it as in "
              "'--mode MODE'");
  }
  EXPECT_EQ(Read({"copy", "a", "--mode=-v"}), "");
  EXPECT_EQ(mode_, "-v");
  EXPECT_EQ(Read({"copy", "a", "-m", "-"}), "");
  EXPECT_EQ(mode_, "-");
}

TEST_F(CommandLineTest, WantsNoValueWhereThereIsNone) {
  for (const char* value : {"", "no", "false", "true", "{}"}) {
    EXPECT_EQ(Read({"copy", "a", "--verbose=" + std::string(value)}),
              "copy: option '--verbose' takes no value; write it alone");
  }
}

TEST_F(CommandLineTest, WantsAnOptionOnce) {
  EXPECT_EQ(Read({"copy", "a", "-m1", "--mode=2"}),
            "copy: option '--mode' is given twice; keep one");
  EXPECT_EQ(Read({"copy", "a", "-v", "-v"}),
            "copy: option '--verbose' is given twice; keep one");
  EXPECT_EQ(Read({"copy", "a", "-vv"}),
            "copy: option '--verbose' is given twice; keep one");
}

TEST_F(CommandLineTest, WantsOptionsThatGoTogether) {
  EXPECT_EQ(
      Read({"copy", "a", "-v", "-q"}),
      "copy: options '--verbose' and '--quiet' exclude each other; keep one");
  EXPECT_EQ(Read({"copy", "a", "--sort-tags"}),
            "copy: option '--sort-tags' needs '--tag'; give both or none");
}

TEST_F(CommandLineTest, WantsTheRightNumberOfOperands) {
  EXPECT_EQ(Read({"copy", "-v"}),
            "copy: there is no FROM; write it as in 'landshim copy a b'");
  EXPECT_EQ(Read({"copy", "a", ""}),
            "copy: an operand is empty; write it as in 'landshim copy a b'");
  EXPECT_EQ(Read({"start", "--now"}),
            "start: there is no PROG; write it as in 'landshim start prog'");
}

TEST_F(CommandLineTest, NamesAMistypedCommand) {
  EXPECT_EQ(Read({"cpoy", "a"}),
            "unknown command 'cpoy'; did you mean 'copy'?");
  EXPECT_EQ(Read({"COPY"}), "unknown command 'COPY'; did you mean 'copy'?");
  EXPECT_EQ(Read({"./prog", "a"}),
            "unknown command './prog'; the commands are copy and start");
  EXPECT_EQ(Read({""}), "unknown command ''; the commands are copy and start");
  EXPECT_EQ(Read({"version"}),
            "unknown command 'version'; did you mean '--version'?");
  EXPECT_EQ(Read({"--verison"}),
            "unknown option '--verison'; did you mean '--version'?");
  EXPECT_EQ(Read({"-v"}), "unknown option '-v'; did you mean '--version'?");
  EXPECT_EQ(
      Read({"--mode", "copy"}),
      "option '--mode' stands before the command; write 'landshim COMMAND "
      "[OPTION]...'");
  EXPECT_EQ(Read({"--version", "x"}),
            "unexpected word 'x'; write 'landshim --version'");
}

TEST_F(CommandLineTest, GivesHelpWhateverElseIsWrong) {
  for (const Words& words :
       {Words{"copy", "--help"}, Words{"copy", "-h"},
        Words{"copy", "--verbsoe", "-vh", "a"}, Words{"copy", "a", "--help"}}) {
    EXPECT_EQ(Read(words), "");
    EXPECT_TRUE(line_.help);
    EXPECT_EQ(line_.command->get_name(), "copy");
  }
}

TEST_F(CommandLineTest, KnowsTheVersionOption) {
  EXPECT_EQ(Read({"--version"}), "");
  EXPECT_TRUE(line_.version);
}

}  // namespace
}  // namespace landshim
