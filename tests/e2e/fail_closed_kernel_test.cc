// A kernel, or a filter in front of it, that does not do what the policy needs
// keeps the program from running.
#include <errno.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <optional>
#include <string>

#include "tests/e2e/refusal.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr Argument kCreating = {2, 0};  // no flags: not a query

// As if these calls ended with this errno.
Command Refusing(Command command, long call, int error,
                 std::optional<Argument> where = {}) {
  return command.Before([=] { RefuseCall(call, error, where); });
}

struct Refusal {
  int error;
  const char* message;
};

TEST(FailClosedWithoutLandlock, SaysWhyItIsMissing) {
  const Refusal refusals[] = {
      {ENOSYS,
       "this kernel has no Landlock, or a seccomp filter hides it (ENOSYS); "
       "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK"},
      {EOPNOTSUPP,
       "Landlock was not enabled when this kernel booted (EOPNOTSUPP); add "
       "landlock to the kernel parameter lsm="},
      {EPERM,
       "Landlock's system calls are refused here (EPERM); allow landlock_* in "
       "the seccomp filter: SystemCallFilter= of a unit, or a container's "
       "seccomp profile"},
      {EIO,
       "Landlock's version query failed: input/output error (EIO); report "
       "this with the kernel's version"},
      {EXDEV,
       "Landlock's version query failed: errno 18; report this with the "
       "kernel's version"},
  };
  const TempDir directory;
  const std::string policy =
      directory.Write("app.policy", "landshim 1\nabi 1..11\n");
  for (const Refusal& refusal : refusals) {
    ExpectRefusal(
        Refusing(Marker().Rules("abi 4"), kCreateRuleset, refusal.error),
        std::string("LANDSHIM_RULES: ") + refusal.message);
    ExpectRefusal(
        Refusing(Marker().Policy(policy), kCreateRuleset, refusal.error),
        policy + ": " + refusal.message);
  }
}

TEST(FailClosedWithoutLandlock, RunsWhereThePolicySaysSoAndTellsIt) {
  const Command marker = Marker().Rules("abi 0..11");
  ExpectRun(Refusing(marker, kCreateRuleset, ENOSYS),
            "landshim: LANDSHIM_RULES: not enforced: unknown or filtered "
            "system call (ENOSYS); the policy's abi 0..11 allows that\n");
  ExpectRun(Refusing(marker, kCreateRuleset, EOPNOTSUPP),
            "landshim: LANDSHIM_RULES: not enforced: not supported "
            "(EOPNOTSUPP); the policy's abi 0..11 allows that\n");
  ExpectRun(Refusing(marker, kCreateRuleset, EPERM),
            "landshim: LANDSHIM_RULES: not enforced: operation not permitted "
            "(EPERM); the policy's abi 0..11 allows that\n");
}

TEST(FailClosedWithoutLandlock, ChecksThePolicyEvenSo) {
  ExpectRefusal(
      Refusing(Marker().Rules("abi 0..11; reed /usr"), kCreateRuleset, ENOSYS),
      "LANDSHIM_RULES:1:12: unknown statement 'reed'; did you mean "
      "'read'?");
}

class FailClosedKernel : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(2); }
};

TEST_F(FailClosedKernel, RefusesAnAbiAboveItsOwn) {
  if (KernelAbi() >= 11) GTEST_SKIP() << "no known ABI is above this kernel's";
  const std::string needs =
      "the policy needs Landlock ABI 11 (Linux 7.3) and "
      "this kernel has " +
      std::to_string(KernelAbi()) +
      "; run a newer kernel, or state a lower 'abi'";
  ExpectRefusal(Marker().Rules("abi 11"), "LANDSHIM_RULES:1:5: " + needs);
  ExpectRefusal(Marker().Rules("read /usr\nabi 11"),
                "LANDSHIM_RULES:2:5: " + needs);
}

TEST_F(FailClosedKernel, RefusesAPolicyThatLeavesNothingToDeny) {
  const std::string nothing =
      ": the policy leaves nothing that this kernel could deny; remove an "
      "'unrestrict', or write 'abi 0..11' to run even so";
  ExpectRefusal(Marker().Rules("unrestrict fs net scope"),
                "LANDSHIM_RULES" + nothing);
  ExpectRefusal(Marker().Rules("abi 1; unrestrict fs"),
                "LANDSHIM_RULES:1:5" + nothing);
  ExpectRun(Marker().Rules("abi 0..1; unrestrict fs"),
            "landshim: LANDSHIM_RULES: not enforced: nothing that this kernel "
            "can deny is restricted; the policy's abi 0..1 allows that\n");
}

TEST_F(FailClosedKernel, RefusesWhenARulesetIsRefused) {
  ExpectRefusal(
      Refusing(Marker().Rules("abi 1"), kCreateRuleset, ENOMEM, kCreating),
      "LANDSHIM_RULES: the kernel refused the ruleset: out of memory (ENOMEM); "
      "report this with the kernel's version");
  // As a vendor's kernel that claims an ABI and takes nothing of it.
  ExpectRefusal(
      Refusing(Marker().Rules("abi 1"), kCreateRuleset, EINVAL, kCreating),
      "LANDSHIM_RULES:1:5: the policy needs Landlock ABI 1 (Linux 5.13) and "
      "this kernel has 0; run a newer kernel, or state a lower 'abi'");
}

TEST_F(FailClosedKernel, RefusesWhenARuleIsRefused) {
  ExpectRefusal(Refusing(Marker().Rules("read /usr"), kAddRule, EINVAL),
                "LANDSHIM_RULES:1:6: the kernel refused the rule on '/usr': "
                "invalid argument (EINVAL); remove it");
  REQUIRE_ABI(4);
  ExpectRefusal(
      Refusing(Marker().Rules("connect tcp 80..90"), kAddRule, ENOMEM),
      "LANDSHIM_RULES:1:13: the kernel refused the rule on '80': out of memory "
      "(ENOMEM); remove it");
}

TEST_F(FailClosedKernel, RefusesWhenTheLayerIsRefused) {
  ExpectRefusal(Refusing(Marker().Rules("abi 1"), kRestrictSelf, EPERM),
                "LANDSHIM_RULES: the kernel refused to enforce the ruleset: "
                "operation not permitted (EPERM); report this with the "
                "kernel's version");
}

TEST_F(FailClosedKernel, RefusesWhenSixteenLayersAreUsedUp) {
  ExpectRun(Marker().Rules("abi 1").Before([] { StackLayers(15); }));
  ExpectRefusal(Marker().Rules("abi 1").Before([] { StackLayers(16); }),
                "LANDSHIM_RULES: the process is already inside 16 Landlock "
                "layers, and the kernel allows no more; sandbox it in fewer "
                "places");
}

TEST_F(FailClosedKernel, RefusesWithoutNoNewPrivs) {
  if (KernelAbi() >= 11) GTEST_SKIP() << "prctl is not used";
  ExpectRefusal(Refusing(Marker().Rules("abi 1"), SYS_prctl, EPERM,
                         Argument{0, PR_SET_NO_NEW_PRIVS}),
                "LANDSHIM_RULES: no_new_privs was refused: operation not "
                "permitted (EPERM); allow prctl(2) in the seccomp profile");
}

TEST_F(FailClosedKernel, RefusesWithoutMemoryForThePolicy) {
  const TempDir directory;
  std::string text = "landshim 1\nabi 1..11\n";
  text.resize(1 << 20, '\n');
  const std::string policy = directory.Write("app.policy", text);
  // Text and name, each with a NUL.
  const Argument length = {1, text.size() + policy.size() + 2};
  ExpectRefusal(Refusing(Marker().Policy(policy), SYS_mmap, ENOMEM, length),
                policy + ": out of memory; raise RLIMIT_AS");
}

class FailClosedThreads : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  // A library that starts a thread before the shim runs.
  static Command Threaded() {
    return Marker().Rules("abi 1").Env(
        "LD_PRELOAD",
        ShimPath() + ":" + TestFile("tests/testcases/libstart_thread.so"));
  }
};

TEST_F(FailClosedThreads, RefusesBelowAbiEight) {
  if (KernelAbi() >= 8) {
    ExpectRun(Threaded());
    return;
  }
  ExpectRefusal(Threaded(),
                "LANDSHIM_RULES: the process already has 2 threads and "
                "Landlock ABI " +
                    std::to_string(KernelAbi()) +
                    " can restrict only one; use ABI 8 (Linux 7.0), or remove "
                    "the library that starts them");
}

class FailClosedWithoutProc : public FailClosedThreads {
 public:
  void SetUp() override {
    REQUIRE_ABI(1);
    if (KernelAbi() >= 8) GTEST_SKIP() << "threads are not counted";
    if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  }

  Command Hiding(Command command) const {
    const std::string empty = directory_.path();
    return command.Before([empty] { MountOver(empty.c_str(), "/proc"); });
  }

  TempDir directory_;
};

TEST_F(FailClosedWithoutProc, AsksUnshareForThreads) {
  ExpectRun(Hiding(Marker().Rules("abi 1")));
  ExpectRefusal(Hiding(Threaded()),
                "LANDSHIM_RULES: the process already has 2 threads and "
                "Landlock ABI " +
                    std::to_string(KernelAbi()) +
                    " can restrict only one; use ABI 8 (Linux 7.0), or remove "
                    "the library that starts them");
}

TEST_F(FailClosedWithoutProc, RefusesWhenUnshareIsRefusedToo) {
  ExpectRefusal(
      Refusing(Hiding(Marker().Rules("abi 1")), SYS_unshare, EPERM),
      "LANDSHIM_RULES: cannot tell whether the process has threads; mount "
      "/proc, or allow unshare(2)");
}

}  // namespace
}  // namespace landshim::testing
