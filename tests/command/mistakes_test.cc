// Every mistake on the command line: what is said about it, with status 125.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

using Words = std::vector<std::string>;

struct Mistake {
  Words words;
  std::string line;
};

TEST(Mistakes, AreNamedWithTheirCure) {
  const Mistake mistakes[] = {
      {{"shwo"}, "unknown command 'shwo'; did you mean 'show'?"},
      {{"rnu", "--", "true"}, "unknown command 'rnu'; did you mean 'run'?"},
      {{"--verison"}, "unknown option '--verison'; did you mean '--version'?"},
      {{"--version", "now"},
       "unexpected word 'now'; write 'landshim --version'"},
      {{"--json", "show"},
       "option '--json' stands before the command; write 'landshim COMMAND "
       "[OPTION]...'"},
      {{"--", "true"},
       "option '--' stands before the command; write 'landshim COMMAND "
       "[OPTION]...'"},
      {{"show", "--jsn"},
       "show: unknown option '--jsn'; did you mean '--json'?"},
      {{"show", "--js"}, "show: unknown option '--js'; did you mean '--json'?"},
      {{"show", "-x"},
       "show: unknown option '-x'; 'landshim show --help' lists the options"},
      {{"show", "--json", "--json"},
       "show: option '--json' is given twice; keep one"},
      {{"show", "--json=no"},
       "show: option '--json' takes no value; write it alone"},
      {{"show", ""},
       "show: an operand is empty; write it as in 'landshim show'"},
      {{"show", "bsae"},
       "show: unknown fragment '<bsae>'; did you mean '<base>'?"},
      {{"show", "base", "<lbis>"},
       "show: unknown fragment '<lbis>'; did you mean '<libs>'?"},
      {{"show", "ba\x1bse!?"},
       "show: unknown fragment '<ba\\x1bse!?>'; 'landshim show' lists the "
       "fragments"},
      {{"show", "--", "--json"},
       "show: unknown fragment '<--json>'; 'landshim show' lists the "
       "fragments"},
      {{"shim"},
       "shim: option '--output' is missing; write it as in 'landshim shim -o "
       "liblandshim.so'"},
      {{"shim", "-o"},
       "shim: option '-o' has no value; write it as in '-o FILE'"},
      {{"shim", "-o", "--force"},
       "shim: option '-o' has no value: '--force' is an option; if it is the "
       "value, write '--output=--force'"},
      {{"shim", "-o", ""},
       "shim: option '--output' has an empty value; write it as in '--output "
       "FILE'"},
      {{"shim", "--output="},
       "shim: option '--output' has an empty value; write it as in '--output "
       "FILE'"},
      {{"shim", "-o", "a", "--output", "b"},
       "shim: option '--output' is given twice; keep one"},
      {{"shim", "-output", "a"},
       "shim: unknown option '-output'; did you mean '--output'?"},
      {{"shim", "-o", "a", "b"},
       "shim: unexpected word 'b'; write it as in 'landshim shim -o "
       "liblandshim.so'"},
      {{"fmt"},
       "fmt: there is no FILE; write it as in 'landshim fmt --write "
       "app.policy'"},
      {{"fmt", "--check", "-w", "x"},
       "fmt: options '--write' and '--check' exclude each other; keep one"},
      {{"fmt", "-", "-"}, "fmt: '-' is given twice; keep one"},
      {{"fmt", "-w", "-"},
       "fmt: '--write' cannot change standard input; leave it away to print "
       "the result"},
      {{"help", "shwo"}, "unknown command 'shwo'; did you mean 'show'?"},
      {{"--help", "shwo"}, "unknown command 'shwo'; did you mean 'show'?"},
      {{"help", "show", "fmt"},
       "help: unexpected word 'fmt'; write it as in 'landshim help run'"},
  };
  for (const Mistake& mistake : mistakes) {
    ExpectMistake(mistake.words, mistake.line);
  }
}

// Wherever a mistake is in the line, nothing of the rest is done.
TEST(Mistakes, KeepEverythingFromBeingDone) {
  const TempDir directory;
  const std::string file = directory.Sub("liblandshim.so");
  for (const Words& words :
       {Words{"shim", "-o", file, "x"}, Words{"shim", "-o", file, "--x"},
        Words{"shim", "--x", "-o", file}, Words{"shim", "-o", file, "-o", "y"},
        Words{"show", "-o", file}, Words{"-o", file, "shim"}}) {
    EXPECT_EQ(Landshim(words).Run().status, 125);
    EXPECT_FALSE(std::ifstream(file).is_open());
  }
}

TEST(Mistakes, AreTheOnlyThingSaid) {
  for (const Words& words : {Words{"show", "\n"}, Words{"\x1b[2J"},
                             Words{"fmt", "/nonexistent/\n\x1b"}}) {
    const Result result = Landshim(words).Run();
    EXPECT_EQ(result.status, 125);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err.find('\n'), result.err.size() - 1) << result;
    EXPECT_EQ(result.err.find('\x1b'), std::string::npos) << result;
  }
}

TEST(Mistakes, EndInStatus125EvenIfNobodyReadsAboutThem) {
  Command closed = Landshim({"shwo"});
  closed.Before([] { close(STDERR_FILENO); });
  EXPECT_EQ(closed.Run().status, 125);
  Command broken = Landshim({"shwo"});
  broken.Before([] {
    int ends[2];
    if (pipe(ends) != 0) _exit(1);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
  });
  EXPECT_EQ(broken.Run().status, 125);
}

TEST(NoCommand, IsAnswered125WithTheHelpOnStandardError) {
  const Result result = Landshim({}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, Printed({"--help"}));
}

// An execve(2) without any argument, not even the program's name.
TEST(NoCommand, IsAnswered125WithoutAName) {
  Command command({"/bin/false"});
  const std::string path = LandshimPath();
  command.Before([path] {
    char* const nothing[] = {nullptr};
    execve(path.c_str(), nothing, nothing);
  });
  const Result result = command.Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err, Printed({"--help"}));
}

}  // namespace
}  // namespace landshim::testing
