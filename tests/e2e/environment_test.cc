// Nothing changes for the program: it finds the environment that it was given,
// but for landshim's own entries, and all else that a process inherits.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/lib/kernel.h"
#include "tests/lib/process.h"

namespace landshim::testing {
namespace {

using Entries = std::vector<std::string>;

// What print_environment prints of an environment of these entries.
std::string Printed(const Entries& entries) {
  std::string envp, environ, values;
  for (const std::string& entry : entries) {
    envp += "main " + entry + "\n";
    environ += "environ " + entry + "\n";
    const std::string name = entry.substr(0, entry.find('='));
    std::string value = "not set";
    for (auto e = entries.rbegin(); e != entries.rend() && !name.empty(); ++e) {
      const size_t equals = e->find('=');
      if (equals == name.size() && e->compare(0, equals, name) == 0) {
        value = e->substr(equals + 1);
      }
    }
    values.append("getenv ").append(name).append(" is ").append(value);
    values += '\n';
  }
  return envp + environ + values;
}

// The same testcases, built for one libc or the other.
class NothingChanges : public ::testing::TestWithParam<const char*> {
 protected:
  static void TearDownTestSuite() {
    delete musl_;
    musl_ = nullptr;
  }

  void SetUp() override {
    REQUIRE_ABI(1);
    if (!IsMusl() || musl_ != nullptr) return;
    if (Command({"which", "musl-gcc"}).Run().status != 0) {
      GTEST_SKIP() << "needs musl-gcc";
    }
    musl_ = new TempDir;
    for (const char* name : {"compare_auxv", "print_environment",
                             "print_marker", "print_process"}) {
      BuildForMusl(name, {"-o", musl_->Sub(name)});
    }
    BuildForMusl("set_variable",
                 {"-shared", "-fPIC", "-o", musl_->Sub("set_variable.so")});
  }

  static void BuildForMusl(const std::string& name, const Entries& options) {
    Entries argv = {"musl-gcc",
                    "-std=c++20",
                    "-fno-exceptions",
                    "-fno-rtti",
                    "-x",
                    "c++",
                    TestFile("tests/testcases/" + name + ".cc")};
    argv.insert(argv.end(), options.begin(), options.end());
    const Result built = Command(argv).Run();
    ASSERT_EQ(built.status, 0) << built;
  }

  static bool IsMusl() { return GetParam() == std::string("musl"); }

  // The program and its arguments.
  static Command Program(Entries argv) {
    argv[0] =
        IsMusl() ? musl_->Sub(argv[0]) : TestFile("tests/testcases/" + argv[0]);
    return Command(std::move(argv));
  }

  // What each reader of the environment finds.
  static std::string Seen(const Entries& given) {
    const Result result = Program({"print_environment"}).Environ(given).Run();
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.err, "");
    return result.out;
  }

  // '%' in an entry is the shim.
  static Entries WithShim(Entries entries) {
    for (std::string& entry : entries) {
      for (size_t at; (at = entry.find('%')) != std::string::npos;) {
        entry.replace(at, 1, ShimPath());
      }
    }
    return entries;
  }

  static inline TempDir* musl_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(For, NothingChanges,
                         ::testing::Values("glibc", "musl"),
                         [](const auto& libc) { return libc.param; });

struct EnvironmentCase {
  const char* what;
  Entries given;
  Entries seen;
};

const EnvironmentCase kEnvironments[] = {
    {"nothing but landshim's", {"LD_PRELOAD=%", "LANDSHIM_RULES=abi 1"}, {}},
    {"an even number of entries goes",
     {"A=1", "LD_PRELOAD=%", "B=2", "LANDSHIM_RULES=abi 1", "C=3"},
     {"A=1", "B=2", "C=3"}},
    {"of an odd number one stays",
     {"A=1", "LD_PRELOAD=%", "LANDSHIM_RULES=abi 1", "LANDSHIM_RULES=abi 2",
      "B=2"},
     {"A=1", "B=2", "LANDSHIM=1"}},
    {"the one that stayed goes in the next process",
     {"LANDSHIM=1", "LD_PRELOAD=%", "LANDSHIM_RULES=abi 1", "A=1"},
     {"A=1", "LANDSHIM=1"}},
    {"other preloads before it",
     {"LD_PRELOAD=libm.so.6:%", "LANDSHIM_RULES=abi 1"},
     {"LD_PRELOAD=libm.so.6", "LANDSHIM=1"}},
    {"other preloads after it",
     {"LD_PRELOAD=%:libm.so.6", "LANDSHIM_RULES=abi 1"},
     {"LD_PRELOAD=libm.so.6", "LANDSHIM=1"}},
    {"other preloads around it, behind blanks",
     {"LD_PRELOAD=libm.so.6 % libdl.so.2", "LANDSHIM_RULES=abi 1"},
     {"LD_PRELOAD=libm.so.6 libdl.so.2", "LANDSHIM=1"}},
    {"both separators, and more than one",
     {"LD_PRELOAD=libm.so.6: %::libdl.so.2", "LANDSHIM_RULES=abi 1"},
     {"LD_PRELOAD=libm.so.6:::libdl.so.2", "LANDSHIM=1"}},
    {"the same object twice",
     {"LD_PRELOAD=%:%", "LANDSHIM_RULES=abi 1", "A=1"},
     {"A=1"}},
    {"two preload variables, of which one libc takes the first",
     {"LD_PRELOAD=%", "LANDSHIM_RULES=abi 1", "LD_PRELOAD=libm.so.6:%"},
     {"LD_PRELOAD=libm.so.6"}},
    {"two preload variables with nothing else",
     {"LD_PRELOAD=%", "A=1", "LANDSHIM_RULES=abi 1", "LD_PRELOAD=%"},
     {"A=1", "LANDSHIM=1"}},
    {"entries without a name or a value",
     {"NO_EQUALS", "", "=value", "EMPTY=", "LD_PRELOAD=%", "A=b=c",
      "LANDSHIM_RULES=abi 1", "="},
     {"NO_EQUALS", "", "=value", "EMPTY=", "A=b=c", "="}},
    {"names that only look like landshim's",
     {"LANDSHIM=2", "LANDSHIM", "LANDSHIMMER=1", "XLANDSHIM_RULES=1",
      "LD_PRELOAD_=liblandshim.so", "LD_PRELOAD=%", "LL_FS=1",
      "landshim_rules=1", "LANDSHIM_RULES=abi 1"},
     {"LANDSHIM=2", "LANDSHIM", "LANDSHIMMER=1", "XLANDSHIM_RULES=1",
      "LD_PRELOAD_=liblandshim.so", "LL_FS=1", "landshim_rules=1"}},
    {"the same name twice",
     {"A=1", "A=2", "LD_PRELOAD=%", "LANDSHIM_RULES=abi 1", "A=3"},
     {"A=1", "A=2", "A=3"}},
    {"the sample's variables where they are the policy",
     {"LL_FS_RO=/", "A=1", "LL_FS_RW=", "LD_PRELOAD=%", "LL_SCOPED="},
     {"A=1"}},
    {"the sample's variables where they are not",
     {"LL_FS_RO=/", "LL_FS_RW=", "LD_PRELOAD=%", "LANDSHIM_RULES=abi 1"},
     {"LL_FS_RO=/", "LL_FS_RW="}},
    {"an odd number of entries too short for the one that stays",
     {"LL_FS_RO=", "LL_FS_RW=", "LL_FS_RO=", "LD_PRELOAD=libm.so.6:%"},
     {"LD_PRELOAD=libm.so.6", "LANDSHIM=1"}},
    {"all of it where LANDSHIM_KEEP says so",
     {"LD_PRELOAD=%", "LANDSHIM_KEEP=1", "A=1", "LANDSHIM_RULES=abi 1"},
     {"LD_PRELOAD=%", "LANDSHIM_KEEP=1", "A=1", "LANDSHIM_RULES=abi 1"}},
};

TEST_P(NothingChanges, InTheEnvironmentButLandshimsEntries) {
  for (const EnvironmentCase& c : kEnvironments) {
    SCOPED_TRACE(c.what);
    const Entries seen = WithShim(c.seen);
    EXPECT_EQ(Seen(WithShim(c.given)), Printed(seen));
    // Without the shim the same entries look the same.
    if (seen == c.seen) {
      EXPECT_EQ(Seen(seen), Printed(seen));
    }
  }
}

TEST_P(NothingChanges, InALongEnvironment) {
  Entries given = {"LD_PRELOAD=%", "LANDSHIM_RULES=abi 1"};
  Entries left;
  for (int i = 0; i < 2000; ++i) {
    left.push_back("VARIABLE_" + std::to_string(i) + "=" +
                   std::string(i % 97, 'x'));
  }
  given.insert(given.begin() + 1, left.begin(), left.end());
  EXPECT_EQ(Seen(WithShim(given)), Printed(left));
}

TEST_P(NothingChanges, ThoughASecondCopyOfTheShimIsPreloaded) {
  const TempDir directory;
  const std::string copy = directory.Sub("liblandshim-copy.so");
  std::filesystem::copy_file(ShimPath(), copy);
  EXPECT_EQ(
      Seen(WithShim({"LD_PRELOAD=%:" + copy, "A=1", "LANDSHIM_RULES=abi 1"})),
      Printed({"A=1"}));
}

// With one to six entries to remove.
TEST_P(NothingChanges, InTheAuxiliaryVectorBehindTheEnvironment) {
  const Result bare = Program({"compare_auxv"}).Environ({"A=1"}).Run();
  // glibc keeps AT_HWCAP in its own words.
  ASSERT_LE(bare.status, 1) << bare;
  Entries given = {"A=1", "LD_PRELOAD=libm.so.6:%"};
  for (int removed = 1; removed <= 6; ++removed) {
    given.push_back("LANDSHIM_RULES=abi 1");
    const Result result =
        Program({"compare_auxv"}).Environ(WithShim(given)).Run();
    EXPECT_EQ(result.out, bare.out) << removed;
  }
}

TEST_P(NothingChanges, InWhatAProcessInherits) {
  const TempDir directory;
  const auto run = [&](bool preload) {
    Command command =
        Program({"print_process", "one", "", "two words", "--", "-x"});
    command.Cwd(directory.path()).Stdin("input").Before([] {
      umask(027);
      dup2(0, 9);
      fcntl(9, F_SETFD, 0);
      fcntl(1, F_DUPFD, 100);
      sigset_t blocked;
      sigemptyset(&blocked);
      sigaddset(&blocked, SIGUSR1);
      sigaddset(&blocked, SIGTERM);
      sigprocmask(SIG_BLOCK, &blocked, nullptr);
      raise(SIGUSR1);
      signal(SIGPIPE, SIG_IGN);
      signal(SIGHUP, SIG_IGN);
    });
    // The policy opens, reads and leaves out, and has a line to say.
    if (preload) {
      command.Preload().Rules(
          "include <base>; read /usr; write /tmp; read? /nonexistent");
    }
    return command.Run();
  };
  const Result bare = run(false);
  const Result preloaded = run(true);
  EXPECT_EQ(bare.status, 0);
  EXPECT_NE(bare.out.find("descriptor 100, flags 0"), std::string::npos);
  EXPECT_NE(bare.out.find("signal 10: blocked 1, pending 1, default"),
            std::string::npos);
  EXPECT_NE(bare.out.find("signal 13: blocked 0, pending 0, ignored"),
            std::string::npos);
  EXPECT_EQ(preloaded.status, bare.status);
  EXPECT_EQ(preloaded.out, bare.out);
  EXPECT_EQ(preloaded.err, bare.err);
}

TEST_P(NothingChanges, InDescriptorsThatAreClosed) {
  const auto run = [](bool preload) {
    Command command = Program({"print_process"});
    command.Before([] { close(0); });
    if (preload) command.Preload().Rules("read /usr");
    return command.Run().out;
  };
  EXPECT_EQ(run(true), run(false));
}

TEST_P(NothingChanges, InTheExitStatus) {
  for (size_t count = 0; count < 4; ++count) {
    Entries argv(count + 1, "argument");
    argv[0] = "print_marker";
    const Result result = Program(argv).Preload().Rules("abi 1").Run();
    EXPECT_EQ(result.status, static_cast<int>(count));
    EXPECT_EQ(result.out, "main ran\n");
    EXPECT_EQ(result.err, "");
  }
}

// A line that nobody can read must not end the program.
TEST_P(NothingChanges, WhereALineCannotBeWritten) {
  const auto close_reader = [] {
    int ends[2];
    if (pipe(ends) != 0 || dup2(ends[1], 2) != 2) _exit(1);
    close(ends[0]);
    close(ends[1]);
  };
  const auto forbid_growth = [] {
    const rlimit none = {0, 0};
    const int file = open("/tmp", O_TMPFILE | O_WRONLY, 0600);
    if (file < 0 || dup2(file, 2) != 2 || close(file) != 0 ||
        setrlimit(RLIMIT_FSIZE, &none) != 0) {
      _exit(1);
    }
  };
  for (const std::function<void()>& step :
       {std::function<void()>(close_reader),
        std::function<void()>(forbid_growth)}) {
    const Result result = Program({"print_marker"})
                              .Rules("abi 1")
                              .Env("LANDSHIM_LOG", "info")
                              .Before(step)
                              .Run();
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.out, "main ran\n");
  }
}

// musl tells constructors nothing, and its copy is not the initial block.
TEST_P(NothingChanges, BecauseTheEnvironmentMustBeFound) {
  if (!IsMusl()) return;
  const Result result =
      Program({"print_marker"})
          .Rules("abi 1")
          .Env("LD_PRELOAD", musl_->Sub("set_variable.so") + ":" + ShimPath())
          .Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: environ: the environment cannot be found: a library "
            "changed it or exports its own 'environ'; preload landshim "
            "without that library\n");
  EXPECT_EQ(result.out, "");
}

// A library that runs first and makes libc copy the environment: the copy is
// what main gets. glibc's libraries run first where another object takes the
// shim's place as the first of all.
TEST(NothingChangesInACopiedEnvironment, ButLandshimsEntries) {
  REQUIRE_ABI(1);
  const std::string library = TestFile("tests/testcases/libset_variable.so");
  const std::string others =
      library + ":" + TestFile("tests/testcases/libtake_initfirst.so");
  const std::string program = TestFile("tests/testcases/print_environment");
  for (int count = 1; count <= 2; ++count) {
    Entries given = {"A=1", "LD_PRELOAD=" + ShimPath() + ":" + others, "B=2"};
    for (int i = 0; i < count; ++i) given.push_back("LANDSHIM_RULES=abi 1");
    const Result result = Command({program}).Environ(given).Run();
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.out,
              Printed({"A=1", "LD_PRELOAD=" + others, "B=2", "FROM_LIBRARY=1"}))
        << count;
  }
}

}  // namespace
}  // namespace landshim::testing
