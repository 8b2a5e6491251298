// Where programs can be watched, and what is said where they cannot: by learn,
// by explain and by the object alike. Nothing of the program runs then.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "tests/learn/learning.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr int kFailed = 125;
constexpr char kFilter[] =
    " in the seccomp filter that this process is in: SystemCallFilter= of a "
    "unit, or a container's seccomp profile\n";

// What Docker's default profile refuses without capabilities (Docker 20.10).
void BeInDocker() {
  for (const long call :
       {SYS_unshare, SYS_setns, SYS_pidfd_getfd, SYS_process_madvise, SYS_mount,
        SYS_bpf, SYS_perf_event_open, SYS_kcmp, SYS_ptrace}) {
    RefuseCall(call, EPERM);
  }
  RefuseCall(SYS_clone3, ENOSYS);
}

void EndForCall(long number) {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(number), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

class Preconditions : public ::testing::Test {
 protected:
  Words Touch() const { return {"/usr/bin/touch", ground_.Sub("marker")}; }

  Words Learn() const {
    return {"learn",
            "-o",
            ground_.recording(),
            "--",
            "/usr/bin/touch",
            ground_.Sub("marker")};
  }

  Words Explain() const {
    return {"explain",
            "--rule",
            "abi 1..11; include <base> <libs>; exec /usr/bin; write " +
                ground_.path(),
            "--",
            "/usr/bin/touch",
            ground_.Sub("marker")};
  }

  // Both refuse with these words, and leave nothing behind.
  void ExpectRefused(const std::function<void()>& before,
                     const std::string& why) const {
    for (const Words& words : {Learn(), Explain()}) {
      Command command = Landshim(words);
      const Result result = command.Before(before).Run();
      EXPECT_EQ(result.status, kFailed) << result;
      EXPECT_EQ(result.err, "landshim: " + words[0] + ": " + why);
      EXPECT_FALSE(fs::exists(ground_.Sub("marker")));
      EXPECT_FALSE(fs::exists(ground_.recording()));
    }
  }

  const Workshop ground_;
};

TEST_F(Preconditions, HoldInDocker) {
  Command learn = ground_.Learning(Touch());
  const Learned learned = ground_.Read(learn.Before(BeInDocker).Run());
  EXPECT_EQ(learned.result.status, 0) << learned;
  EXPECT_EQ(learned.result.err, "");
  EXPECT_TRUE(learned.runs.at(0).gaps.empty()) << learned;
  EXPECT_TRUE(
      learned.Has("open write,create " + ground_.Sub("marker") + " (nothing)"))
      << learned;
}

TEST_F(Preconditions, HoldInDockerToExplain) {
  REQUIRE_ABI(6);
  Command explain = Landshim(Explain());
  const Result result = explain.Before(BeInDocker).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_THAT(result.err, HasSubstr("Landlock denied nothing of "));
}

TEST_F(Preconditions, NeedTheProcOfThisNamespace) {
  if (!MayMount()) GTEST_SKIP() << "this user may make no namespaces";
  const std::string why =
      "/proc is missing or shows another PID namespace; mount it (unshare has "
      "--mount-proc)\n";
  for (const Words& words : {Learn(), Explain()}) {
    Words line = {"/usr/bin/unshare", "--pid", "--fork",
                  ForEverybody(TestFile("tools/landshim"), "landshim")};
    line.insert(line.end(), words.begin(), words.end());
    const Result result = Command(line).Run();
    EXPECT_EQ(result.status, kFailed) << result;
    EXPECT_EQ(result.err, "landshim: " + words[0] + ": " + why);
    EXPECT_FALSE(fs::exists(ground_.Sub("marker")));
    EXPECT_FALSE(fs::exists(ground_.recording()));
  }
  const TempDir empty;
  const std::string& nothing = empty.path();
  ExpectRefused([nothing] { MountOver(nothing.c_str(), "/proc"); }, why);
}

TEST_F(Preconditions, NeedNoFilterThatRefusesAFilter) {
  ExpectRefused([] { RefuseCall(SYS_seccomp, ENOSYS); },
                std::string("a seccomp filter refuses that of the recorder: "
                            "unknown or filtered system call (ENOSYS); allow "
                            "seccomp(2) and prctl(2)") +
                    kFilter);
  ExpectRefused([] { RefuseCall(SYS_seccomp, EPERM); },
                std::string("a seccomp filter refuses that of the recorder: "
                            "operation not permitted (EPERM); allow seccomp(2) "
                            "and prctl(2)") +
                    kFilter);
}

TEST_F(Preconditions, NeedNoFilterThatKillsForAFilter) {
  ExpectRefused([] { EndForCall(SYS_seccomp); },
                std::string("what was to become the program was ended by "
                            "SIGSYS, for a system call that a seccomp filter "
                            "forbids; allow seccomp(2), prctl(2) and "
                            "memfd_create(2)") +
                    kFilter);
  ExpectRefused([] { EndForCall(SYS_close_range); },
                "the recorder was ended by SIGSYS, for a system call that a "
                "seccomp filter forbids; learn outside of that filter\n");
}

TEST_F(Preconditions, NeedAProcess) {
  ExpectRefused([] { RefuseCall(SYS_clone, EAGAIN); },
                "no process can be started: resource temporarily unavailable "
                "(EAGAIN); end other processes, or raise the limit (ulimit -u, "
                "or pids.max of the control group)\n");
  ExpectRefused([] { RefuseCall(SYS_clone, EPERM); },
                std::string("no process can be started: operation not "
                            "permitted (EPERM); allow clone(2)") +
                    kFilter);
}

TEST_F(Preconditions, NeedDescriptorsOfItsOwn) {
  ExpectRefused(
      [] {
        RefuseCall(SYS_unshare, EPERM);
        RefuseCall(SYS_close_range, ENOSYS);
      },
      "its descriptors cannot be kept apart from the program's: unknown or "
      "filtered system call (ENOSYS); allow close_range(2), or on Linux 5.8 "
      "and older unshare(2)\n");
}

// Some programs ask so whether a filter is there.
TEST_F(Preconditions, AreNotAskedOfACallThatIsNone) {
  const Learned learned = ground_.LearnPython(
      "assert libc.syscall(-1) == -1\nassert libc.syscall(-2) == -1\n");
  EXPECT_EQ(learned.result.status, 0) << learned;
  EXPECT_TRUE(learned.runs.at(0).gaps.empty()) << learned;
}

}  // namespace
}  // namespace landshim::testing
