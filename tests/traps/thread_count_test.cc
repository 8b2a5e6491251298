// Below ABI 8 only one thread can be restricted, so the shim has to know that
// there is no other: inside an outer layer, without /proc, without unshare(2).
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

constexpr int kAllThreadsAbi = 8;
constexpr int kSetUpFailed = 99;
constexpr char kUnknown[] =
    "LANDSHIM_RULES: cannot tell whether the process has threads; mount /proc, "
    "or allow unshare(2)";

// For Command::Before, as the following: an outer layer that grants reading
// these directories, and so nothing in /proc.
void EnterOuterLayer(const Words& directories) {
  constexpr long kCreateRuleset = 444;
  constexpr long kAddRule = 445;
  constexpr long kRestrictSelf = 446;
  constexpr uint64_t kRead = 1 << 2 | 1 << 3;  // read_file read_dir
  const uint64_t handled = kRead;
  const long ruleset = syscall(kCreateRuleset, &handled, sizeof(handled), 0);
  for (const std::string& directory : directories) {
    struct __attribute__((packed)) {
      uint64_t access;
      int fd;
    } rule = {kRead, open(directory.c_str(), O_PATH | O_CLOEXEC)};
    if (syscall(kAddRule, ruleset, 1, &rule, 0) < 0) _exit(kSetUpFailed);
  }
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(kRestrictSelf, ruleset, 0) < 0) _exit(kSetUpFailed);
}

void CoverProc() {
  EnterMountNamespace();
  if (mount("none", "/proc", "tmpfs", 0, nullptr) < 0) _exit(kSetUpFailed);
}

void BlockUnshare() {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {4, filter};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
    _exit(kSetUpFailed);
  }
}

class ThreadCountTest : public TrapTest {
 protected:
  void SetUp() override {
    TrapTest::SetUp();
    if (IsSkipped()) return;
    if (LandlockAbi() >= kAllThreadsAbi) {
      GTEST_SKIP() << "this kernel restricts all threads, so nobody counts";
    }
  }

  Command Shimmed(const Words& argv) {
    return Command(argv).Preload().Rules(public_only());
  }
  Command Open(const std::string& path) {
    return Shimmed({Program("open_for_reading"), path});
  }
  void ExpectEnforced(const std::function<void()>& before) {
    EXPECT_TRUE(Ended(Open(public_file()).Before(before).Run(), 0, kMainRan));
    EXPECT_TRUE(
        Ended(Open(secret_file()).Before(before).Run(), EACCES, kMainRan));
    EXPECT_TRUE(Ended(Command({Program("open_for_reading"), secret_file()})
                          .Before(before)
                          .Run(),
                      0, kMainRan));
  }

  // The shim's constructor runs first of all, but for what comes before it:
  // under glibc a later library that is INITFIRST too, under musl an earlier.
  std::string PreloadWithThread() const {
    const std::string library = Library("start_thread_first");
    return IsMusl() ? library + ":" + ShimPath() : ShimPath() + ":" + library;
  }

  static std::string TwoThreads() {
    return "LANDSHIM_RULES: the process already has 2 threads and Landlock "
           "ABI " +
           std::to_string(LandlockAbi()) +
           " can restrict only one; use ABI 8 (Linux 7.0), or remove the "
           "library that starts them";
  }
};

TEST_P(ThreadCountTest, InsideAnOuterLayer) {
  const std::string shim = ShimPath();
  const Words readable = {
      "/usr", root(), std::filesystem::canonical(shim).parent_path(),
      std::filesystem::canonical(Program("open_for_reading")).parent_path()};
  const auto before = [readable] { EnterOuterLayer(readable); };
  EXPECT_TRUE(Ended(Command({Program("open_for_reading"), "/proc/self/task"})
                        .Before(before)
                        .Run(),
                    EACCES, kMainRan));

  ExpectEnforced(before);

  EXPECT_TRUE(Ended(Shimmed({Program("count_layers")}).Before(before).Run(), 0,
                    std::to_string(kMostLayers - 2) + "\n"));
  EXPECT_TRUE(Refused(Open(secret_file())
                          .Env("LD_PRELOAD", PreloadWithThread())
                          .Before(before)
                          .Run(),
                      TwoThreads()));
}

TEST_P(ThreadCountTest, WithoutProc) {
  if (!CanMount()) GTEST_SKIP() << "covering /proc needs mount namespaces";
  EXPECT_TRUE(Ended(Command({Program("open_for_reading"), "/proc/self/task"})
                        .Before(CoverProc)
                        .Run(),
                    ENOENT, kMainRan));

  ExpectEnforced(CoverProc);

  EXPECT_TRUE(Refused(Open(secret_file())
                          .Env("LD_PRELOAD", PreloadWithThread())
                          .Before(CoverProc)
                          .Run(),
                      TwoThreads()));
}

TEST_P(ThreadCountTest, WithoutUnshare) {
  ExpectEnforced(BlockUnshare);

  EXPECT_TRUE(Refused(Open(secret_file())
                          .Env("LD_PRELOAD", PreloadWithThread())
                          .Before(BlockUnshare)
                          .Run(),
                      TwoThreads()));
}

TEST_P(ThreadCountTest, WithoutEitherIsAnError) {
  if (!CanMount()) GTEST_SKIP() << "covering /proc needs mount namespaces";
  const auto before = [] {
    CoverProc();
    BlockUnshare();
  };
  EXPECT_TRUE(Ended(Command({Program("open_for_reading"), secret_file()})
                        .Before(before)
                        .Run(),
                    0, kMainRan));

  EXPECT_TRUE(Refused(Open(public_file()).Before(before).Run(), kUnknown));
  EXPECT_TRUE(Refused(Open(public_file())
                          .Env("LD_PRELOAD", PreloadWithThread())
                          .Before(before)
                          .Run(),
                      kUnknown));
}

TEST_P(ThreadCountTest, AThreadThatIsThereAlreadyIsAnError) {
  const std::string library = Library("start_thread_first");
  EXPECT_TRUE(Ended(Command({Program("open_for_reading"), secret_file()})
                        .Env("LD_PRELOAD", library)
                        .Run(),
                    0, kMainRan));

  EXPECT_TRUE(
      Refused(Open(public_file()).Env("LD_PRELOAD", PreloadWithThread()).Run(),
              TwoThreads()));
}

TEST_P(ThreadCountTest, AThreadThatWouldNotBeRecordedIsAnError) {
  EXPECT_TRUE(
      Refused(Command({Program("open_for_reading"), secret_file()})
                  .Env("LD_PRELOAD", PreloadWithThread())
                  .Env("LANDSHIM_LEARN", "app.rec")
                  .Run(),
              "LANDSHIM_LEARN: the process already has threads, which would "
              "not be recorded; remove the library that starts them, or use "
              "'landshim learn'"));
}

TEST_P(ThreadCountTest, AThreadOfALaterConstructorIsRestricted) {
  const std::string library = Library("start_thread");
  const std::string preload = ShimPath() + ":" + library;

  EXPECT_TRUE(
      Ended(Open(public_file()).Env("LD_PRELOAD", preload).Run(), 0, kMainRan));
  EXPECT_TRUE(Ended(Open(secret_file()).Env("LD_PRELOAD", preload).Run(),
                    EACCES, kMainRan));
}

INSTANTIATE_TEST_SUITE_P(Libc, ThreadCountTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
