// Nothing changes for a program that `landshim run` starts: what it inherits
// and how it ends are as without a sandbox, byte for byte.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

// The testcases, built for each libc, and static ones, which get one layer.
class Nothing : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  static std::string Kind() { return GetParam(); }

  static std::string Testcase(const std::string& name) {
    return Kind() == "glibc" ? TestFile("tests/testcases/" + name)
                             : Program(Kind() + "/" + name);
  }

  // The same with and without a sandbox, but for what is said of static ones.
  static void ExpectSame(const Words& program,
                         const std::function<void(Command*)>& dress,
                         const std::string& rules = "abi 1..11") {
    Command free(program);
    dress(&free);
    Result control = free.Run();
    if (Kind() == "static") {
      control.err = "landshim: " + OneLayer(program[0], "it is static") + "\n" +
                    control.err;
    }
    Command bound = RunUnder(rules, program);
    dress(&bound);
    EXPECT_TRUE(Same(WithoutCount(bound.Run()), control));
  }

  static void ExpectSameEnvironment(const Words& entries) {
    SCOPED_TRACE(::testing::PrintToString(entries));
    ExpectSame({Testcase("print_environment")},
               [&](Command* command) { command->Environ(entries); });
    ExpectSame({Testcase("compare_auxv")},
               [&](Command* command) { command->Environ(entries); });
  }
};

INSTANTIATE_TEST_SUITE_P(ChangesFor, Nothing,
                         ::testing::Values("glibc", "musl", "static"),
                         [](const auto& libc) { return libc.param; });

TEST_P(Nothing, InTheEnvironment) {
  ExpectSameEnvironment({});
  ExpectSameEnvironment({"A=1"});
  ExpectSameEnvironment({"A=1", "B=2"});
  ExpectSameEnvironment({"", "=", "=value", "NO_EQUALS", "EMPTY=", "A=b=c"});
  ExpectSameEnvironment({"A=1", "A=2", "B=1", "A=3"});
  ExpectSameEnvironment({"LANDSHIM=2", "LANDSHIM", "LANDSHIMMER=1",
                         "XLANDSHIM_RULES=1", "LD_PRELOAD_=liblandshim.so",
                         "landshim_rules=1"});
  // Where there is another policy, these are none of landshim's business.
  ExpectSameEnvironment({"LL_FS_RO=/", "LL_FS_RW=", "LL_SCOPED=s"});
  ExpectSameEnvironment({"NEWLINE=a\nb", "BYTES=\x01\xff", "PATH="});
}

TEST_P(Nothing, InALongEnvironment) {
  Words entries = {"LARGE=" + std::string(100000, 'x')};
  for (int i = 0; i < 2000; ++i) {
    entries.push_back("VARIABLE_" + std::to_string(i) + "=" +
                      std::string(i % 97, 'x'));
  }
  ExpectSame({Testcase("print_environment")},
             [&](Command* command) { command->Environ(entries); });
}

TEST_P(Nothing, InTheUsersOwnPreloads) {
  // musl takes these for itself.
  for (const char* list :
       {"libm.so.6", "libm.so.6:", ":libm.so.6", "::libm.so.6::", " libm.so.6 ",
        "libm.so.6 libdl.so.2", "libm.so.6::libdl.so.2", "", ":", " "}) {
    const std::string entry = std::string("LD_PRELOAD=") + list;
    if (Kind() == "musl" && std::string(list).find("lib") == 0) continue;
    ExpectSameEnvironment({entry});
    ExpectSameEnvironment({"A=1", entry, "B=2"});
    ExpectSameEnvironment({entry, "LD_PRELOAD="});
    ExpectSameEnvironment({"LD_PRELOAD=", "A=1", entry});
    ExpectSameEnvironment({entry, "A=1", entry, "B=2", entry});
  }
}

// Landshim's own variables are not for the program, and neither are shims that
// were in LD_PRELOAD before.
TEST_P(Nothing, ButLandshimsOwnEntries) {
  const auto seen = [](const Words& entries) {
    const Result result = RunUnder("abi 1..11", {Testcase("print_environment")})
                              .Environ(entries)
                              .Run();
    EXPECT_EQ(result.status, 0) << result;
    return result.out;
  };
  const auto plain = [](const Words& entries) {
    return Command({Testcase("print_environment")}).Environ(entries).Run().out;
  };
  const std::string shim = ShimPath();
  EXPECT_EQ(seen({"LANDSHIM_RULES=abi 2", "A=1", "LANDSHIM_POLICY=/no/such"}),
            plain({"A=1"}));
  EXPECT_EQ(
      seen({"A=1", "LANDSHIM_LOG=info", "LANDSHIM_RUN=5:6", "LANDSHIM=1"}),
      plain({"A=1"}));
  EXPECT_EQ(seen({"LD_PRELOAD=" + shim, "A=1"}), plain({"A=1"}));
  EXPECT_EQ(seen({"LD_PRELOAD=" + shim + ":" + shim, "A=1"}), plain({"A=1"}));
  if (Kind() == "musl") return;
  EXPECT_EQ(seen({"LD_PRELOAD=libm.so.6:" + shim, "A=1"}),
            plain({"LD_PRELOAD=libm.so.6", "A=1"}));
  EXPECT_EQ(seen({"LD_PRELOAD=" + shim + " libm.so.6", "A=1"}),
            plain({"LD_PRELOAD=libm.so.6", "A=1"}));
}

// What is kept is what the user set, without what `run` added.
TEST_P(Nothing, ButLandshimsEntriesThatAreToBeKept) {
  const Words entries = {"LANDSHIM_KEEP=1", "A=1", "LANDSHIM_RULES=abi 2"};
  ExpectSameEnvironment(entries);
  if (Kind() == "musl") return;
  ExpectSameEnvironment({"LANDSHIM_KEEP=1", "LD_PRELOAD=libm.so.6"});
}

TEST_P(Nothing, InWhatAProcessInherits) {
  const TempDir directory;
  ExpectSame(
      {Testcase("print_process"), "one", "", "two words", "--", "-x"},
      [&](Command* command) {
        command->Cwd(directory.path()).Stdin("input").Before([] {
          umask(027);
          dup2(0, 9);
          fcntl(9, F_SETFD, 0);
          fcntl(1, F_DUPFD, 100);
          fcntl(1, F_DUPFD, 1022);
          sigset_t blocked;
          sigemptyset(&blocked);
          sigaddset(&blocked, SIGUSR1);
          sigaddset(&blocked, SIGTERM);
          sigprocmask(SIG_BLOCK, &blocked, nullptr);
          raise(SIGUSR1);
          signal(SIGPIPE, SIG_IGN);
          signal(SIGHUP, SIG_IGN);
        });
      },
      "abi 1..11; include <base>; read /usr; write /tmp; read? /none");
}

TEST_P(Nothing, InDescriptorsThatAreClosed) {
  ExpectSame({Testcase("print_process")},
             [](Command* command) { command->Before([] { close(0); }); });
}

TEST_P(Nothing, InTheExitStatus) {
  for (const size_t count : {0, 1, 2, 124, 125, 126, 127, 128, 255}) {
    Words program(count + 1, "argument");
    program[0] = Testcase("print_marker");
    const Result result = RunUnder("abi 1..11", program).Run();
    EXPECT_EQ(result.status, static_cast<int>(count));
    EXPECT_EQ(result.out, "main ran\n");
  }
}

class NothingElse : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  static void ExpectSame(const Words& program, const std::string& rules,
                         const std::string& input = "") {
    const Result control = Command(program).Stdin(input).Run();
    EXPECT_TRUE(Same(RunUnder(rules, program).Stdin(input).Run(), control));
  }
};

TEST_F(NothingElse, ChangesInHowAProgramDies) {
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGABRT, SIGKILL,
                           SIGSEGV, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1}) {
    ExpectSame({"sh", "-c", "kill -" + std::to_string(signal) + " $$"},
               "abi 1..11");
  }
}

TEST_F(NothingElse, ChangesInPipes) {
  const std::string large(300000, 'x');
  ExpectSame({"cat"}, "abi 1..11", large);
  ExpectSame({"sh", "-c", "cat | cat >&2"},
             "abi 1..11; include <libs>; exec /bin/cat", large);
}

// No process stays in between.
TEST_F(NothingElse, IsBetweenTheProgramAndItsParent) {
  const Result result =
      Command({"sh", "-c",
               "echo $$ $PPID; exec \"$0\" run --rule 'abi 1..11' -- sh -c "
               "'echo $$ $PPID'",
               LandshimPath()})
          .Run();
  ASSERT_EQ(result.status, 0) << result;
  const std::string line = result.out.substr(0, result.out.find('\n') + 1);
  EXPECT_EQ(result.out, line + line);
}

TEST_F(NothingElse, IsSeenInProc) {
  const std::string rules = "abi 1..11; read /proc";
  ExpectSame({"cat", "/proc/self/comm", "/proc/self/cmdline"}, rules);
  ExpectSame({"ls", "/proc/self/fd"}, rules);
  ExpectSame({"readlink", "/proc/self/exe", "/proc/self/cwd"}, rules);
}

// They reach the program, which is the process that was started.
TEST_F(NothingElse, HappensToSignals) {
  static constexpr char kDriver[] = R"(
import signal, subprocess, sys
child = '''
import os, signal, sys
for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGWINCH", "SIGUSR1", "SIGCONT"):
    number = getattr(signal, name)
    signal.signal(number, lambda *_, text=name + "\\n": os.write(1, text.encode()))
print("ready", flush=True)
while sys.stdin.readline():
    print("asked", flush=True)
'''
with subprocess.Popen(sys.argv[1:] + ["/usr/bin/python3", "-c", child], text=True,
                      stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
    print(program.stdout.readline(), end="")
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGWINCH", "SIGUSR1"):
        program.send_signal(getattr(signal, name))
        print(program.stdout.readline(), end="")
    program.send_signal(signal.SIGSTOP)
    program.send_signal(signal.SIGCONT)
    print(program.stdout.readline(), end="")
    program.stdin.write("\n")
    program.stdin.flush()
    print(program.stdout.readline(), end="")
    program.kill()
    print(program.wait())
)";
  const Words driver = {"/usr/bin/python3", "-c", kDriver};
  Words bound = driver;
  bound.insert(bound.end(), {LandshimPath(), "run", "--rule",
                             "abi 1..11; include <base>; read /usr/lib", "--"});
  const Result control = Command(driver).Run();
  EXPECT_EQ(control.out,
            "ready\nSIGTERM\nSIGINT\nSIGHUP\nSIGWINCH\nSIGUSR1\nSIGCONT\n"
            "asked\n-9\n");
  EXPECT_TRUE(Same(Command(bound).Run(), control));
}

}  // namespace
}  // namespace landshim::testing
