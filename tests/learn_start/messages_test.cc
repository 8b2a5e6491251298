// What the shim says where it cannot have a program recorded: then nothing of
// the program runs.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "tests/learn_start/starting.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kFailed = 125;

class Refusal : public ::testing::Test {
 protected:
  // A program that leaves a trace.
  Command Touch() const {
    return Starting(ground_, {"/usr/bin/touch", ground_.Sub("marker")});
  }

  void ExpectSaid(Command command, const std::string& message) const {
    const Result result = command.Run();
    EXPECT_EQ(result.err, "landshim: " + message + "\n");
    EXPECT_EQ(result.status, kFailed);
    EXPECT_FALSE(fs::exists(ground_.Sub("marker")));
  }

  const Workshop& ground() const { return ground_; }

 private:
  Workshop ground_;
};

TEST_F(Refusal, OfAnEmptyName) {
  ExpectSaid(Touch().Env("LANDSHIM_LEARN", ""),
             "LANDSHIM_LEARN: the variable is set but empty; give it a value, "
             "or unset it");
}

TEST_F(Refusal, OfAPolicyBesides) {
  for (const std::string name :
       {"LANDSHIM_POLICY", "LANDSHIM_RULES", "LANDSHIM_KEEP", "LANDSHIM_RUN",
        "LL_FS_RO", "LL_TCP_BIND"}) {
    ExpectSaid(Touch().Env(name, "1"),
               "LANDSHIM_LEARN: the variable is set together with " + name +
                   "; unset one of them");
  }
}

TEST_F(Refusal, OfAVariableThatThereIsNot) {
  ExpectSaid(Touch().Env("LANDSHIM_LEARNED", "x"),
             "LANDSHIM_LEARNED: there is no LANDSHIM_LEARNED; did you mean "
             "LANDSHIM_LEARN?");
}

TEST_F(Refusal, OfRunBesides) {
  Command command = Landshim({"run", "--rule", "read /", "--", "/bin/true"});
  command.Env("LANDSHIM_LEARN", ground().recording());
  ExpectSaid(command,
             "LANDSHIM_LEARN: the variable is set together with 'landshim "
             "run'; unset one of them");
}

TEST_F(Refusal, OfLearnBesides) {
  Command command = ground().Learning({"/bin/true"});
  command.Env("LANDSHIM_LEARN", ground().Sub("other"));
  ExpectSaid(command,
             "LANDSHIM_LEARN: the variable is set together with 'landshim "
             "learn'; unset one of them");
}

TEST_F(Refusal, WithoutTheCommand) {
  ExpectSaid(Touch().Unset("LANDSHIM_BIN"),
             "LANDSHIM_LEARN: there is no 'landshim' beside the shim, or in "
             "../bin from there; install it, or name it by LANDSHIM_BIN");
}

TEST_F(Refusal, OfAnotherFileThanTheCommand) {
  ExpectSaid(Touch().Env("LANDSHIM_BIN", "/nonexistent"),
             "LANDSHIM_BIN: it cannot be executed: no such file or directory "
             "(ENOENT); name the landshim command, or unset the variable");
}

TEST_F(Refusal, OfAProgramThatIsNotTheCommand) {
  ExpectSaid(Touch().Env("LANDSHIM_BIN", "/bin/true"),
             "LANDSHIM_LEARN: the recorder ended without a word; name the "
             "landshim command by LANDSHIM_BIN");
}

TEST_F(Refusal, WhereTheRecordingCannotBeWritten) {
  ExpectSaid(
      Touch().Env("LANDSHIM_LEARN", ground().Sub("no/app.rec")),
      ground().Sub("no/app.rec") +
          ": no file can be made in its directory: no such file or directory "
          "(ENOENT); name a directory that exists and that you may write to");
}

TEST_F(Refusal, WhereAnotherWatches) {
  const Result result =
      ground()
          .Learning(StartingByEnv(ground(),
                                  {"/usr/bin/touch", ground().Sub("marker")}))
          .Run();
  EXPECT_EQ(result.status, kFailed) << result;
  EXPECT_EQ(result.err,
            "landshim: LANDSHIM_LEARN: another program watches system calls "
            "here already, and Linux allows one; learn outside of it (of "
            "'landshim learn' or 'explain', or of a container engine's seccomp "
            "notifications)\n");
  EXPECT_FALSE(fs::exists(ground().Sub("marker")));
}

TEST_F(Refusal, WhereSeccompIsRefused) {
  ExpectSaid(
      Touch().Before([] { RefuseCall(SYS_seccomp, EPERM); }),
      "LANDSHIM_LEARN: the kernel refused the recorder's filter: "
      "operation not permitted (EPERM); allow seccomp(2) and close_range(2) in "
      "the seccomp filter that this process is in, or use Linux 5.9 or newer");
}

TEST_F(Refusal, WhereTheKernelIsTooOld) {
  ExpectSaid(Touch().Before([] { RefuseCall(SYS_close_range, ENOSYS); }),
             "LANDSHIM_LEARN: the kernel refused the recorder's filter: "
             "unknown or filtered system call (ENOSYS); allow seccomp(2) and "
             "close_range(2) in the seccomp filter that this process is in, or "
             "use Linux 5.9 or newer");
}

TEST_F(Refusal, WhereNoDescriptorIsLeft) {
  ExpectSaid(Touch().Before([] { RefuseCall(SYS_socketpair, EMFILE); }),
             "LANDSHIM_LEARN: the recorder cannot be started: no descriptor "
             "left (EMFILE); end other processes, or close descriptors");
}

TEST_F(Refusal, WhereProcIsAnothers) {
  if (!MayMount()) GTEST_SKIP() << "this user may make no namespaces";
  Words words = {"/usr/bin/unshare", "--pid", "--fork"};
  const Words program =
      StartingByEnv(ground(), {"/usr/bin/touch", ground().Sub("marker")});
  words.insert(words.end(), program.begin(), program.end());
  ExpectSaid(Command(words),
             "LANDSHIM_LEARN: /proc is missing or shows another PID namespace; "
             "mount it (unshare has --mount-proc)");
}

TEST_F(Refusal, OfACommandThatNobodyStartsByHand) {
  ExpectSaid(Landshim({"recorder", "app.rec"}),
             "recorder: the shim starts it, with a listener; use 'landshim "
             "learn' or LANDSHIM_LEARN");
}

}  // namespace
}  // namespace landshim::testing
