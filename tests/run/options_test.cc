// The command line of `landshim run`: what is right is taken as it is written,
// what is wrong is never skipped.
#include <errno.h>

#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

Result RunLandshim(const Words& words) {
  Words argv = {LandshimPath(), "run"};
  argv.insert(argv.end(), words.begin(), words.end());
  return Command(argv).Run();
}

struct Mistake {
  Words words;
  const char* line;
};

TEST(Mistakes, AreNamedAndNothingRuns) {
  const std::string marker = TestFile("tests/testcases/print_marker");
  const Mistake mistakes[] = {
      {{"--polic", "x"},
       "run: unknown option '--polic'; did you mean '--policy'?"},
      {{"---policy", "x"},
       "run: unknown option '---policy'; did you mean '--policy'?"},
      {{"--Read", "/x"},
       "run: unknown option '--Read'; did you mean '--read'?"},
      {{"--reads=/x"}, "run: unknown option '--reads'; did you mean '--read'?"},
      {{"--network"},
       "run: unknown option '--network'; 'landshim run --help' lists the "
       "options"},
      {{"--read\x01"},
       "run: unknown option '--read\\x01'; did you mean '--read'?"},
      {{"--policy"},
       "run: option '--policy' has no value; write it as in '--policy FILE'"},
      {{"--policy="},
       "run: option '--policy' has no value; write it as in '--policy FILE'"},
      {{"--policy", ""},
       "run: option '--policy' has no value; write it as in '--policy FILE'"},
      // What follows would be taken for a file otherwise.
      {{"--policy", "--read", "/x"},
       "run: option '--policy' has no value; write it as in '--policy FILE'"},
      {{"--read", "--"},
       "run: option '--read' has no value; write it as in '--read PATH'"},
      {{"--rule", ""},
       "run: option '--rule' has no value; write it as in '--rule STATEMENT'"},
      {{"--rule", " ;\n\t"},
       "run: option '--rule' has no value; write it as in '--rule STATEMENT'"},
      {{"--connect-tcp"},
       "run: option '--connect-tcp' has no value; write it as in "
       "'--connect-tcp PORT'"},
      {{"--abi"},
       "run: option '--abi' has no value; write it as in '--abi RANGE'"},
      {{"--print-policy=1"},
       "run: option '--print-policy' takes no value; write it alone"},
      {{"--help="}, "run: option '--help' takes no value; write it alone"},
      {{"--policy", "a", "--policy=b"},
       "run: option '--policy' is given twice; keep one"},
  };
  for (const Mistake& mistake : mistakes) {
    Words words = mistake.words;
    EXPECT_TRUE(Refused(RunLandshim(words), 125, mistake.line));
    // Whether or not a program follows.
    if (words.size() > 1 || words[0].find('=') != std::string::npos) {
      words.insert(words.end(), {"--", marker});
      EXPECT_TRUE(Refused(RunLandshim(words), 125, mistake.line));
    }
  }
}

TEST(Mistakes, IncludeAMissingProgram) {
  const std::string line =
      "run: there is no program to run; write 'landshim run --policy FILE -- "
      "PROGRAM ARGUMENTS'";
  for (const Words& words :
       {Words{}, {"--"}, {"--", ""}, {""}, {"--rule", "abi 1", "--"}}) {
    EXPECT_TRUE(Refused(RunLandshim(words), 125, line));
  }
}

TEST(Mistakes, IncludeTooManyOptions) {
  Words words;
  for (int i = 0; i < 9; ++i) {
    words.insert(words.end(), {"--rule", "#" + std::string(120000, 'x')});
  }
  words.emplace_back("true");
  EXPECT_TRUE(Refused(RunLandshim(words), 125,
                      "run: the options hold more than 1 MiB; write a policy "
                      "file"));
}

// In the words of the language, with the number of the option.
TEST(Mistakes, InRulesHaveAPlace) {
  const Mistake mistakes[] = {
      {{"--rule", "reed /x"},
       "options:1:1: unknown statement 'reed'; did you mean 'read'?"},
      {{"--rule", "abi 1", "--rule", "read /usr\nread"},
       "options:3:1: 'read' names nothing; write it as in 'read /usr/share'"},
      {{"--connect-tcp", "https"},
       "options:1:13: bad port 'https'; ports are numbers: 443"},
      {{"--connect-tcp", "80..70"},
       "options:1:13: range '80..70' ends before it begins; swap its ends"},
      {{"--bind-tcp", "1", "--bind-tcp", "70000"},
       "options:2:10: port '70000' is over 65535; write a smaller number"},
      // One value each.
      {{"--connect-tcp", "80 443"},
       "options:1:13: bad port '80 443'; ports are numbers: 443, or "
       "8000..8010"},
      {{"--abi", "newest"},
       "options:1:5: bad ABI range 'newest'; write a range such as 4..11, or a "
       "number"},
      {{"--abi", "1", "--rule", "abi 2"},
       "options:2:5: second 'abi' statement; keep one"},
      {{"--read", "/no/such; read /"},
       "options:1:6: '/no/such; read /' does not exist; correct the path, or "
       "write 'read?' to skip a missing one"},
  };
  for (const Mistake& mistake : mistakes) {
    Words words = mistake.words;
    words.insert(words.end(), {"--", "true"});
    EXPECT_TRUE(Refused(RunLandshim(words), 125, mistake.line));
  }
}

class Options : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  // What reading a file ends with under these options.
  int Read(const Words& options, const std::string& file) const {
    Words all = {"--abi", "1..11"};
    all.insert(all.end(), options.begin(), options.end());
    const Result result =
        RunWith(all, {Program("read_file"), file}).Cwd(scene_.path()).Run();
    EXPECT_EQ(result.err, "");
    return result.status;
  }

  Scene scene_;
};

TEST_F(Options, GrantAPathOfAnyBytesAndNoOther) {
  for (const char* name : {"blank s",
                           " ",
                           "two  blanks",
                           "quote\"",
                           "\"both\"",
                           "single'quote",
                           "dollar$HOME",
                           "${HOME}",
                           "$",
                           "semi;colon",
                           "; read ..",
                           "#",
                           "hash #x",
                           "back\\slash",
                           "\\",
                           "\\n",
                           "new\nline",
                           "tab\tbed",
                           "carriage\rreturn",
                           "escape\x1b",
                           "\x01\x7f",
                           "latin\xe4",
                           "\xff\xfe",
                           "\xef\xbb\xbf"
                           "bom",
                           "~",
                           "~root",
                           "<base>",
                           "-x",
                           "--",
                           "a=b",
                           "colon:colon",
                           "*",
                           "?"}) {
    SCOPED_TRACE(name);
    const std::string directory = std::string("odd/") + name;
    const std::string file = scene_.Write(directory + "/file", "");
    for (const Words& options : {Words{"--read", scene_.Sub(directory)},
                                 Words{"--read=" + scene_.Sub(directory)},
                                 Words{"--read", "./" + directory}}) {
      EXPECT_EQ(Read(options, file), 0);
      EXPECT_EQ(Read(options, scene_.secret()), EACCES);
    }
    EXPECT_EQ(Read({}, file), EACCES);
  }
}

TEST_F(Options, AreRelativeToTheWorkingDirectory) {
  EXPECT_EQ(Read({"--read", "granted"}, scene_.granted()), 0);
  EXPECT_EQ(Read({"--read", "granted"}, scene_.secret()), EACCES);
  EXPECT_EQ(Read({"--rule", "read granted"}, scene_.granted()), 0);
  EXPECT_EQ(Read({"--read", "."}, scene_.secret()), 0);
}

TEST_F(Options, AddUp) {
  const Words both = {"--read", "granted", "--rule", "read secret"};
  EXPECT_EQ(Read(both, scene_.granted()), 0);
  EXPECT_EQ(Read(both, scene_.secret()), 0);
  EXPECT_EQ(Read({"--rule", "read granted; read secret"}, scene_.secret()), 0);
  EXPECT_EQ(Read({"--rule", "read granted\nread secret"}, scene_.secret()), 0);
  // A comment ends with its option.
  EXPECT_EQ(Read({"--rule", "# read", "--read", "secret"}, scene_.secret()), 0);
}

TEST_F(Options, MeanTheStatementsThatHelpNames) {
  const auto deed = [&](const Words& options, const std::string& testcase,
                        const std::string& argument) {
    Words all = {"--abi", "1..11"};
    all.insert(all.end(), options.begin(), options.end());
    return RunWith(all, {TestFile("tests/testcases/" + testcase), argument})
        .Run()
        .status;
  };
  const std::string directory = scene_.Sub("granted");
  EXPECT_EQ(deed({}, "create_file", directory + "/new"), EACCES);
  EXPECT_EQ(deed({"--read", directory}, "create_file", directory + "/new"),
            EACCES);
  EXPECT_EQ(deed({"--write", directory}, "create_file", directory + "/new"), 0);
  const std::string program =
      scene_.Copy(TestFile("tests/testcases/do_nothing"), "granted/program");
  EXPECT_EQ(deed({"--read", directory}, "execute_file", program), EACCES);
  EXPECT_EQ(deed({"--exec", directory}, "execute_file", program), 0);
}

TEST_F(Options, GrantPorts) {
  REQUIRE_ABI(4);
  const auto deed = [](const Words& options, const std::string& testcase,
                       const std::string& port) {
    Words all = {"--abi", "4..11"};
    all.insert(all.end(), options.begin(), options.end());
    return RunWith(all, {TestFile("tests/testcases/" + testcase), port})
        .Run()
        .status;
  };
  // Port 1 is free nearly everywhere: nobody listens, and few may bind it.
  EXPECT_EQ(deed({}, "connect_tcp", "1"), EACCES);
  EXPECT_EQ(deed({"--connect-tcp", "1"}, "connect_tcp", "1"), ECONNREFUSED);
  EXPECT_EQ(deed({"--connect-tcp=1..3"}, "connect_tcp", "2"), ECONNREFUSED);
  EXPECT_EQ(deed({"--connect-tcp", "1"}, "connect_tcp", "2"), EACCES);
  EXPECT_EQ(deed({"--bind-tcp", "1"}, "connect_tcp", "1"), EACCES);
  EXPECT_EQ(deed({}, "bind_tcp", "0"), EACCES);
  EXPECT_EQ(deed({"--bind-tcp", "0"}, "bind_tcp", "0"), 0);
}

// Options end where the program begins: all of the rest is its own.
TEST_F(Options, EndAtTheProgram) {
  const std::string show = TestFile("tests/testcases/print_process");
  const auto arguments = [&](const Words& words) {
    Words argv = {"--rule", "abi 1..11"};
    argv.insert(argv.end(), words.begin(), words.end());
    const Result result = RunLandshim(argv);
    EXPECT_EQ(result.err, "");
    return result.out.substr(0, result.out.find("directory "));
  };
  const std::string self = "argument " + show + "\n";
  EXPECT_EQ(arguments({show}), self);
  EXPECT_EQ(arguments({"--", show}), self);
  EXPECT_EQ(arguments({show, "--read", "/x", "--policy"}),
            self + "argument --read\nargument /x\nargument --policy\n");
  EXPECT_EQ(arguments({show, "--", "-h", ""}),
            self + "argument --\nargument -h\nargument \n");
  EXPECT_EQ(arguments({"--", show, "--help"}), self + "argument --help\n");
}

// An option that repeats one of the program's names is not looked for there.
TEST_F(Options, OfTheProgramAreNotRunsOwn) {
  const Result result =
      RunLandshim({"--rule", "abi 1..11", "--", "--read", "/"});
  EXPECT_TRUE(Refused(result, 127,
                      "--read: no such program in PATH; correct the name, or "
                      "write the program's path"));
}

TEST_F(Options, MayBeLong) {
  Words options;
  for (int i = 0; i < 500; ++i) {
    options.insert(options.end(), {"--read", scene_.Sub("granted")});
  }
  EXPECT_EQ(Read(options, scene_.granted()), 0);
  EXPECT_EQ(Read(options, scene_.secret()), EACCES);
}

}  // namespace
}  // namespace landshim::testing
