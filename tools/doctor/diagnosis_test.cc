// Tests what is said about a kernel that does not answer with an ABI.
#include "tools/doctor/diagnosis.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace landshim::doctor {
namespace {

using Modules = std::vector<std::string>;

constexpr char kAllow[] =
    "; allow landlock_create_ruleset, landlock_add_rule and "
    "landlock_restrict_self in the seccomp filter: SystemCallFilter= of a "
    "unit, or a container's seccomp profile";

std::string Line(int error, const Circumstances& circumstances) {
  return WhyNoLandlock({.value = -error}, circumstances).Line();
}

TEST(Diagnosis, SaysNothingWhereThereIsAnAbi) {
  EXPECT_TRUE(WhyNoLandlock({.value = 1}, {.release = "6.1"}).empty());
  EXPECT_TRUE(WhyNoLayer({.answer = {.value = 7}, .abi = 7}).empty());
}

TEST(Diagnosis, TellsAFilterByTheModulesInForce) {
  EXPECT_EQ(Line(ENOSYS, {.release = "6.1.0",
                          .filtered = true,
                          .modules = Modules{"capability", "landlock"}}),
            "a seccomp filter hides Landlock, which this kernel has (ENOSYS)" +
                std::string(kAllow));
}

TEST(Diagnosis, TellsAKernelThatIsTooOld) {
  for (const char* release : {"5.12.19", "5.10.0-32-amd64", "4.19"}) {
    EXPECT_EQ(Line(ENOSYS, {.release = release, .filtered = true}),
              "Linux " + std::string(release) +
                  " is too old for Landlock (ENOSYS); use Linux 5.13 or newer "
                  "with CONFIG_SECURITY_LANDLOCK");
  }
  for (const char* release : {"5.13.0", "6.1", "10.0", "strange"}) {
    EXPECT_FALSE(IsOlderThanLandlock(release)) << release;
  }
}

TEST(Diagnosis, TellsAKernelThatWasBuiltWithout) {
  EXPECT_EQ(Line(ENOSYS, {.release = "6.1", .filtered = false}),
            "this kernel was built without Landlock (ENOSYS); use a kernel "
            "with CONFIG_SECURITY_LANDLOCK");
}

TEST(Diagnosis, SaysSoWhereItCannotTell) {
  const std::string either =
      "this kernel was built without Landlock, or a seccomp filter hides it "
      "(ENOSYS)" +
      std::string(kAllow) + ", or use a kernel with CONFIG_SECURITY_LANDLOCK";
  EXPECT_EQ(Line(ENOSYS, {.release = "6.1", .filtered = true}), either);
  EXPECT_EQ(Line(ENOSYS, {.release = "6.1"}), either);
  EXPECT_EQ(Line(ENOSYS, {.release = "6.1",
                          .filtered = true,
                          .modules = Modules{"capability", "yama"}}),
            either);
}

TEST(Diagnosis, SaysWhatToBootWith) {
  EXPECT_EQ(Line(EOPNOTSUPP,
                 {.release = "6.1",
                  .modules = Modules{"lockdown", "capability", "apparmor"}}),
            "Landlock was not enabled when this kernel booted (EOPNOTSUPP); "
            "boot it with lsm=landlock,lockdown,apparmor");
  EXPECT_EQ(Line(EOPNOTSUPP, {.release = "6.1"}),
            "Landlock was not enabled when this kernel booted (EOPNOTSUPP); "
            "boot it with lsm=landlock,... with the modules of today");
}

TEST(Diagnosis, TellsARefusalByAFilter) {
  EXPECT_EQ(Line(EPERM, {}),
            "a seccomp filter refuses Landlock's calls: operation not "
            "permitted (EPERM)" +
                std::string(kAllow));
  EXPECT_EQ(WhyNoLandlock({.killed = true}, {}).Line(),
            "a seccomp filter kills who calls landlock_create_ruleset(2)" +
                std::string(kAllow));
}

TEST(Diagnosis, ReportsWhatNoKernelSays) {
  EXPECT_EQ(Line(EIO, {}),
            "Landlock's version query failed: input/output error (EIO); report "
            "this with the kernel's version");
}

TEST(Diagnosis, NamesTheCallThatIsRefused) {
  EXPECT_EQ(
      WhyNoLayer(
          {.abi = 7, .failed_call = "landlock_add_rule", .failed_error = EPERM})
          .Line(),
      "landlock_add_rule(2) is refused: operation not permitted (EPERM)" +
          std::string(kAllow));
  EXPECT_EQ(
      WhyNoLayer({.abi = 7, .failed_call = "prctl", .failed_error = EPERM})
          .Line(),
      "prctl(2) is refused: operation not permitted (EPERM); allow prctl(2) "
      "with PR_SET_NO_NEW_PRIVS in the seccomp filter");
  EXPECT_EQ(WhyNoLayer({.abi = 7, .trial_killed = true}).Line(),
            "a seccomp filter kills who uses Landlock" + std::string(kAllow));
  EXPECT_EQ(WhyNoLayer({.answer = {.value = 1}, .abi = 0}).Line(),
            "this kernel claims a Landlock ABI and takes none of its rights; "
            "report this to its vendor");
}

}  // namespace
}  // namespace landshim::doctor
