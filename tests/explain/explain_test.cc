// landshim explain as its user meets it: what it prints, adds and refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "tests/explain/fixture.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(Explain, PrintsWhatWasDeniedBehindWhatTheProgramPrints) {
  REQUIRE_ABI(6);
  const Result result = Report({"/usr/bin/cat", secret_});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "/usr/bin/cat: " + secret_ +
                            ": Permission denied\n"
                            "cat[PID] openat: open read " +
                            secret_ + ": EACCES: no rule grants read_file on " +
                            secret_ + "\n    add: read " + secret_ +
                            "\n/usr/bin/cat ended with status 1; Landlock "
                            "denied 1 operation of " +
                            result.err.substr(result.err.rfind(" of ") + 4));
}

TEST_F(Explain, BlamesNobodyForWhatIsMissing) {
  REQUIRE_ABI(6);
  const Result result = Report({"/usr/bin/cat", secret_ + ".no"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("Landlock denied nothing of "));
}

TEST_F(Explain, AddsWhatIsMissingToThePolicyAndKeepsTheRest) {
  REQUIRE_ABI(6);
  const std::string before = ContentOf(policy_);
  const Result result =
      Report({"/usr/bin/cat", secret_}, {"--amend", policy_, "--yes"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err,
              HasSubstr("landshim: " + policy_ + ": added 1 statement\n"));
  EXPECT_EQ(ContentOf(policy_),
            before + "\n# Added by landshim explain.\n# cat: open read " +
                secret_ + "\nread " + secret_ + "\n");
  const Result again = Report({"/usr/bin/cat", secret_});
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.out, "the secret\n");
  EXPECT_THAT(again.err, HasSubstr("Landlock denied nothing of "));
}

TEST_F(Explain, FindsNoFaultWithARuleOnTheProgramsOwnProcess) {
  REQUIRE_ABI(6);
  const Result result = Report(
      {"/bin/sh", "-c", "read x </proc/self/status; read x </proc/mounts"},
      {"--rule", "read /proc/self"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("Landlock denied nothing of "));
}

TEST_F(Explain, CallsTheProgramsOwnProcessByANameThatLasts) {
  REQUIRE_ABI(6);
  const Words own = {"/bin/sh", "-c", "read x </proc/self/status"};
  const Result result = Report(own);
  EXPECT_THAT(result.err, HasSubstr("\n    add: read /proc/self/status\n"));
  EXPECT_EQ(Report(own, {"--rule", "read /proc/self/status"}).status, 0);
  // In a child the rule would be on the parent.
  EXPECT_THAT(
      Report({"/bin/sh", "-c", "(read x </proc/self/status); exit 1"}).err,
      HasSubstr("\n    add: allow read_file /proc (what runs on this machine, "
                "and the kernel's settings)\n"));
}

TEST_F(Explain, SaysThatItCouldNotLookIntoAProgramThatHidesItself) {
  REQUIRE_ABI(6);
  if (geteuid() != 0) GTEST_SKIP() << "becomes another user";
  const Result result =
      Command({ForEverybody(TestFile("tools/landshim"), "landshim"), "explain",
               "--rule", "include <base> <libs>", "--rule", "read /usr", "--",
               "/usr/bin/python3", "-ISBc",
               "import ctypes, os; ctypes.CDLL(None).prctl(4, 0)\n"
               "try: os.mkdir('d')\n"
               "except OSError: pass"})
          .Cwd("/tmp")
          .Before(BecomeNobody)
          .Run();
  EXPECT_THAT(result.err,
              HasSubstr(" (mkdir): its root, "
                        "directory or descriptors cannot be looked at\n"))
      << result;
}

TEST_F(Explain, AsksNobodyWhereThereIsNoTerminal) {
  REQUIRE_ABI(6);
  const std::string before = ContentOf(policy_);
  const Result result = Explaining({"--policy", policy_, "--amend", policy_,
                                    "--", "/usr/bin/cat", secret_})
                            .Before([] { setsid(); })
                            .Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_THAT(result.err,
              HasSubstr("landshim: --amend: there is no terminal to ask at; "
                        "give '--yes' to add every statement that is not "
                        "broad\n"));
  EXPECT_EQ(ContentOf(policy_), before);
}

TEST_F(Explain, CannotAmendStandardInput) {
  const Result result = Report({"/usr/bin/cat"}, {"--amend", "-", "--yes"});
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: --amend: standard input cannot be changed; name a "
            "file\n");
}

TEST_F(Explain, EndsAsRunWhereThereIsNoSuchProgram) {
  const Result result = Report({"no-such-program"});
  EXPECT_EQ(result.status, 127);
  EXPECT_EQ(result.err,
            "landshim: no-such-program: no such program in PATH; correct the "
            "name, or write the program's path\n");
}

TEST_F(Explain, EndsAsRunWhereThePolicyIsWrong) {
  directory_.Write("app.policy", "landshim 1\nabi 1\nraed /x\n");
  const Result result = Report({"/usr/bin/true"});
  EXPECT_EQ(result.status, 125);
  EXPECT_THAT(result.err, HasSubstr(policy_ + ":3:1: unknown statement 'raed'; "
                                              "did you mean 'read'?"));
}

TEST_F(Explain, SaysWhatTheLoaderMakesOfALibrary) {
  REQUIRE_ABI(6);
  directory_.Write("app.policy",
                   "landshim 1\nabi 1..6\nexec /usr/bin/true\n"
                   "exec? /lib64/ld-linux-x86-64.so.2 "
                   "/lib/ld-linux-aarch64.so.1\n");
  const Result result = Report({"/usr/bin/env", "/usr/bin/true"});
  EXPECT_THAT(result.err,
              HasSubstr("    ld.so says of it: cannot open shared object file: "
                        "No such file or directory\n"))
      << result;
}

TEST_F(Explain, SaysWhatAMoveBetweenDirectoriesLooksLike) {
  REQUIRE_ABI(6);
  const std::string from = directory_.Sub("from");
  const std::string to = directory_.Sub("to");
  ASSERT_EQ(Command({"/bin/mkdir", from, to}).Run().status, 0);
  directory_.Write("from/file", "moved\n");
  const std::string rules = "allow remove_file,make_reg " + from + " " + to;
  const Result result =
      Report({"/usr/bin/perl", "-e",
              "rename '" + from + "/file', '" + to + "/file' or die $!"},
             {"--rule", rules, "--rule", "read /usr/share/perl /usr/lib"});
  EXPECT_THAT(result.err,
              HasSubstr("    the program is told that the directories are on "
                        "different file systems (EXDEV)\n"));
  EXPECT_THAT(result.err,
              HasSubstr("    add: allow refer " + directory_.path()));
}

// Stays until it is ended; not in the sandbox.
class Sleeper {
 public:
  Sleeper() : process_(fork()) {
    if (process_ == 0) {
      while (true) pause();
    }
  }
  ~Sleeper() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  std::string Path(const std::string& name) const {
    return "/proc/" + std::to_string(process_) + '/' + name;
  }

 private:
  pid_t process_;
};

TEST_F(Explain, NamesPtraceWhereProcAsksForIt) {
  REQUIRE_ABI(6);
  const Sleeper other;
  const Words rules = {"--rule", "exec /usr/bin", "--rule", "read /proc"};
  const std::string denied =
      "ptrace: no policy can allow it to a sandboxed program\n"
      "    nothing in a policy can allow it\n";
  const struct {
    std::string script;
    std::string report;
  } kCases[] = {
      {"cat " + other.Path("mem"),
       "openat: open read " + other.Path("mem") + ": EACCES: "},
      {"cat " + other.Path("io"),
       "openat: open read " + other.Path("io") + ": EACCES: "},
      {"cat " + other.Path("syscall"),
       "openat: open read " + other.Path("syscall") + ": EPERM: "},
      {"cat " + other.Path("root/etc/passwd"),
       "openat: open read /etc/passwd: EACCES: "},
      {"readlink " + other.Path("exe"),
       "readlink " + other.Path("exe") + ": EACCES: "},
      {"cd " + other.Path("fdinfo"),
       "chdir " + other.Path("fdinfo") + ": EACCES: "},
  };
  for (const auto& [script, report] : kCases) {
    const Result control = Command({"/bin/sh", "-c", script}).Run();
    const Result result = Report({"/bin/sh", "-c", script + "; true"}, rules);
    EXPECT_THAT(control.err, Not(HasSubstr("ermi"))) << script;
    EXPECT_THAT(result.err, HasSubstr(report + denied)) << script;
    EXPECT_THAT(result.err, Not(HasSubstr("add:"))) << script;
  }
  // What everybody may see, and what is its own.
  EXPECT_THAT(Report({"/bin/sh", "-c",
                      "cat " + other.Path("status") +
                          " /proc/self/maps >/dev/null; readlink "
                          "/proc/self/exe; cat /proc/$$/maps >/dev/null"},
                     rules)
                  .err,
              HasSubstr("Landlock denied nothing of"));
}

TEST_F(Explain, OffersWhatWorksTheNextTimeToo) {
  REQUIRE_ABI(6);
  // Beside the policy nothing is ever added.
  const std::string work = directory_.Sub("work");
  ASSERT_EQ(mkdir(work.c_str(), 0755), 0);
  const std::string script = "echo a > " + work + "/made";
  EXPECT_EQ(Amending(script).status, 2);
  EXPECT_EQ(Amending(script).status, 0);
  const Result third = Amending(script);
  EXPECT_EQ(third.status, 0);
  EXPECT_THAT(third.err, HasSubstr("Landlock denied nothing of"));
}

TEST_F(Explain, TakesNoPolicyForOneThatDeniesNothing) {
  const Result result = Explaining({"--", "/usr/bin/true"}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_THAT(result.err, HasSubstr("no policy found"));
}

}  // namespace
}  // namespace landshim::testing
