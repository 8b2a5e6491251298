// The mirror against the running kernel: random trees, policies and operations,
// each decided first and then done by a process that is really restricted.
//
// LANDSHIM_MIRROR_SEED repeats one run; LANDSHIM_MIRROR_SECONDS or
// LANDSHIM_MIRROR_CASES says how long it goes on. tests/mirror/soak does so for
// hours.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "tests/lib/kernel.h"
#include "tests/lib/process.h"
#include "tests/mirror/case.h"
#include "tests/mirror/scene.h"

namespace landshim::testing {
namespace {

constexpr int kCasesOfAScene = 10;

// Two directories: one that is on the root's mount as a rule, and one on a
// tmpfs, for speed and since moves are decided otherwise there.
class Scratch {
 public:
  Scratch() : may_mount_(MayMount()) {
    plain_ = directory_.Sub("plain");
    mounted_ = directory_.Sub("mounted");
    mkdir(plain_.c_str(), 0755);
    mkdir(mounted_.c_str(), 0755);
    if (may_mount_) {
      EXPECT_EQ(unshare(CLONE_NEWNS), 0);
      EXPECT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
      EXPECT_EQ(mount("none", mounted_.c_str(), "tmpfs", 0, "mode=0755"), 0);
    }
  }
  ~Scratch() { umount2(mounted_.c_str(), MNT_DETACH); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  bool may_mount() const { return may_mount_; }
  const std::string& plain() const { return plain_; }
  const std::string& mounted() const { return mounted_; }

 private:
  TempDir directory_;
  bool may_mount_;
  std::string plain_;
  std::string mounted_;
};

int Setting(const char* name, int otherwise) {
  const char* value = getenv(name);
  return value == nullptr ? otherwise
                          : static_cast<int>(strtol(value, nullptr, 10));
}

// Whether a run has come to its end: after so many cases, or so much time.
class Budget {
 public:
  bool IsUsedUp(const Counts& counts) const {
    if (cases_ > 0) return counts.cases() >= cases_;
    return std::chrono::steady_clock::now() - start_ >= seconds_;
  }

 private:
  const int cases_ = Setting("LANDSHIM_MIRROR_CASES", 0);
  const std::chrono::seconds seconds_{Setting("LANDSHIM_MIRROR_SECONDS", 10)};
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
};

void AgreeOnRandomCases(bool nobody) {
  const SharedOutcome shared;
  const Outside outside;
  const Scratch directory;
  const auto seed = static_cast<uint32_t>(Setting(
      "LANDSHIM_MIRROR_SEED", static_cast<int>(std::random_device()())));
  const Budget budget;
  Counts counts;
  uint32_t next = seed;
  while (!budget.IsUsedUp(counts)) {
    Random random(next);
    // Other file systems take much longer to make names than a tmpfs.
    const bool plain = OneIn(random, 16);
    Scene scene(plain ? directory.plain() : directory.mounted(),
                directory.may_mount(), random);
    for (int i = 0; i < kCasesOfAScene; ++i) {
      Case(random, nobody, scene, outside, shared.get()).Run(&counts);
    }
    if (::testing::Test::HasFailure()) break;
    ++next;
  }
  printf(
      "seeds %u to %u: %d cases: %d denied, %d allowed, %d unrestricted, %d "
      "fail "
      "before; %d cured, %d incurable; %d skipped\n",
      seed, next, counts.cases(), counts.denied, counts.allowed,
      counts.unrestricted, counts.failed, counts.cured, counts.incurable,
      counts.skipped);
  EXPECT_GT(counts.denied, 0);
  EXPECT_GT(counts.allowed, 0);
  EXPECT_GT(counts.failed, 0);
}

TEST(Mirror, AgreesWithTheKernelOnRandomCases) {
  REQUIRE_ABI(1);
  AgreeOnRandomCases(false);
}

TEST(Mirror, AgreesWithTheKernelOnRandomCasesOfAnUnprivilegedUser) {
  REQUIRE_ABI(1);
  if (geteuid() != 0) GTEST_SKIP() << "the other test was it";
  AgreeOnRandomCases(true);
}

// Erratum 4 is about these; they are too rare to be met by chance.
TEST(Mirror, AgreesWithTheKernelOnWhiteouts) {
  REQUIRE_ABI(1);
  if (geteuid() != 0) GTEST_SKIP() << "makes devices";
  const SharedOutcome shared;
  const Outside outside;
  const Scratch directory;
  Random random(0);
  Scene scene(directory.mounted(), false, random);
  const std::string x = scene.root() + "/x/";
  const std::string y = scene.root() + "/y/";
  const std::vector<Operation> operations = {
      MakeOperation("mkwhiteout", x + "new"),
      MakeOperation("mkchar", x + "new"),
      MakeOperation("rename", x + "w", x + "new"),
      MakeOperation("rename", x + "w", y + "new"),
      MakeOperation("rename", x + "f", x + "w"),
      MakeOperation("exchange", x + "f", x + "w"),
      MakeOperation("exchange", y + "f", x + "w"),
      MakeOperation("rename_whiteout", x + "f", x + "new"),
      MakeOperation("rename_whiteout", x + "f", y + "new"),
      MakeOperation("link", x + "w", x + "new"),
      MakeOperation("link", x + "w", y + "new"),
      MakeOperation("unlink", x + "w"),
  };
  const std::string refer = KernelAbi() >= 2 ? ",refer" : "";
  Counts counts;
  for (const char* right : {"make_reg", "make_char", "make_reg,make_char"}) {
    const std::string policy =
        "abi 0..11\nallow remove_file," + (right + refer) + " /\n";
    for (const Operation& operation : operations) {
      Case(random, false, scene, outside, shared.get(), {policy}, operation)
          .Run(&counts);
    }
  }
  EXPECT_EQ(counts.skipped, 0);
  EXPECT_GT(counts.denied, 0);
  EXPECT_GT(counts.allowed, 0);
}

}  // namespace
}  // namespace landshim::testing
