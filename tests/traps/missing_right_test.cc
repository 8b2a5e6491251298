// Some kernels claim an ABI of which they lack a right (RHEL 9: ABI 6 without
// the signal scope). What they really have is what counts.
#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

class MissingRightTest : public TrapTest {
 protected:
  // Runs under a kernel that claims ABI 6 and lacks this right of it.
  Result Open(const std::string& abi, const std::string& path,
              const std::string& rules) {
    const std::string policy = root() + "/app.policy";
    WriteFile(policy, "landshim 1\nabi " + abi + "\n" + rules + "\n");
    Words argv = {TestFile("tests/kernels/emulate_abi"), "--claim=6",
                  "--lack=signal", "--", "/usr/bin/env"};
    // The emulator itself is not to be sandboxed, nor is env.
    argv.insert(argv.end(),
                {"LD_PRELOAD=" + ShimPath(), "LANDSHIM_POLICY=" + policy,
                 "LANDSHIM_LOG=info", Program("open_for_reading"), path});
    return Command(argv).Run();
  }

  std::string PolicyLine(const std::string& text) const {
    return "landshim: " + root() + "/app.policy" + text + "\n";
  }
};

TEST_P(MissingRightTest, TheLastCompleteAbiIsEnforced) {
  const Result result = Open("4..6", secret_file(), public_only());

  EXPECT_EQ(result.status, EACCES) << result;
  EXPECT_EQ(result.out, kMainRan);
  EXPECT_EQ(result.err,
            PolicyLine(": enforced at Landlock ABI 5, rules: 1; this kernel "
                       "cannot deny: abstract_unix_socket signal"));
  EXPECT_EQ(Open("4..6", public_file(), public_only()).status, 0);
}

TEST_P(MissingRightTest, ANewerMinimumIsRefused) {
  const Result result = Open("6", public_file(), public_only());

  EXPECT_EQ(result.status, 125) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            PolicyLine(":2:5: the policy needs Landlock ABI 6 (Linux 6.12) and "
                       "this kernel has 5; run a newer kernel, or state a "
                       "lower 'abi'"));
}

TEST_P(MissingRightTest, ARightThatThePolicyLiftsIsNotMissed) {
  const Result result =
      Open("6", secret_file(), public_only() + "; unscope signal");

  EXPECT_EQ(result.status, EACCES) << result;
  EXPECT_EQ(result.out, kMainRan);
}

INSTANTIATE_TEST_SUITE_P(Libc, MissingRightTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
