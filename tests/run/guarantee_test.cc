// However the preload is sabotaged, the attack fails: either the program runs
// in the sandbox, or it does not run.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;

using Step = std::function<void()>;

std::string ContentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// glibc's linker and musl's.
class Guarantee : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  static std::string Reader() { return Program(GetParam()); }
  static bool IsMusl() { return GetParam() == std::string("read_file_musl"); }

  Result Attack(const Step& sabotage) const {
    return RunUnder(scene_.rules(), {Reader(), scene_.secret()})
        .Before(sabotage)
        .Run();
  }

  Result Work(const Step& sabotage) const {
    return RunUnder(scene_.rules(), {Reader(), scene_.granted()})
        .Before(sabotage)
        .Run();
  }

  // It runs, bound; the lines are said before.
  void ExpectBound(const Step& sabotage, const Words& lines = {}) const {
    EXPECT_TRUE(Ended(WithoutCount(Attack(sabotage)), EACCES, "", lines));
    EXPECT_TRUE(Ended(WithoutCount(Work(sabotage)), 0, kGrantedText, lines));
  }

  // It does not run.
  void ExpectRefusal(const Step& sabotage, const std::string& line) const {
    EXPECT_TRUE(Refused(Attack(sabotage), 125, line));
    EXPECT_TRUE(Refused(Work(sabotage), 125, line));
  }

  static std::string Alone(const std::string& reason) {
    return OneLayer(Reader(), reason);
  }

  // Whether the sabotage works: a preload alone leaves the program free.
  void ExpectPreloadToFail(const std::string& shim,
                           const Step& sabotage) const {
    const Result result = Command({Reader(), scene_.secret()})
                              .Env("LD_PRELOAD", shim)
                              .Rules(scene_.rules())
                              .Before(sabotage)
                              .Run();
    EXPECT_EQ(result.status, 0) << result;
    EXPECT_EQ(result.out, kSecretText);
  }

  Scene scene_;
};

INSTANTIATE_TEST_SUITE_P(Linker, Guarantee,
                         ::testing::Values("read_file", "read_file_musl"),
                         [](const auto& libc) { return libc.param; });

TEST_P(Guarantee, IsNotNeededUnsandboxed) {
  EXPECT_TRUE(
      Ended(Command({Reader(), scene_.secret()}).Run(), 0, kSecretText));
  ExpectBound([] {});
}

// ---- Another shim where one would be installed ----

class Installed : public Guarantee {
 protected:
  static constexpr char kPlace[] = "/usr/local/lib";

  void SetUp() override {
    Guarantee::SetUp();
    if (!MayMount()) GTEST_SKIP() << "this user may not mount";
    fs::create_directory(scene_.Sub("lib"));
  }

  std::string Object() const { return scene_.Sub("lib/liblandshim.so"); }

  // For one process, what is in lib/ is in kPlace.
  Step Mounted(const Step& then = [] {}) const {
    return [directory = scene_.Sub("lib"), then] {
      MountOver(directory.c_str(), kPlace);
      then();
    };
  }

  // With that file there, which the linker does not load.
  void ExpectBoundBesides(const Step& then = [] {}) const {
    ExpectPreloadToFail(std::string(kPlace) + "/liblandshim.so", Mounted(then));
    ExpectBound(Mounted(then));
  }

  void Install(const std::string& bytes, mode_t mode = 0644) const {
    std::ofstream(Object(), std::ios::binary) << bytes;
    ASSERT_EQ(chmod(Object().c_str(), mode), 0);
  }
};

INSTANTIATE_TEST_SUITE_P(Linker, Installed,
                         ::testing::Values("read_file", "read_file_musl"),
                         [](const auto& libc) { return libc.param; });

TEST_P(Installed, Missing) { ExpectBoundBesides(); }

TEST_P(Installed, Empty) {
  Install("");
  ExpectBoundBesides();
}

TEST_P(Installed, Truncated) {
  const std::string whole = ContentOf(ShimPath());
  Install(whole.substr(0, 300));
  ExpectBoundBesides();
}

TEST_P(Installed, OfTheWrongClass) {
  std::string bytes = ContentOf(ShimPath());
  bytes[4] = 1;  // ELFCLASS32
  Install(bytes);
  if (IsMusl()) {
    ExpectBound(Mounted());  // it does not look at the class
  } else {
    ExpectBoundBesides();
  }
}

TEST_P(Installed, Unreadable) {
  if (geteuid() != 0) GTEST_SKIP() << "becoming another user needs root";
  chmod(scene_.secret().c_str(), 0644);
  Install(ContentOf(ShimPath()), 0600);
  ExpectBoundBesides(BecomeNobody);
}

TEST_P(Installed, ADirectory) {
  fs::create_directory(Object());
  ExpectBoundBesides();
}

TEST_P(Installed, AFifoThatNobodyWritesTo) {
  ASSERT_EQ(mkfifo(Object().c_str(), 0644), 0);
  ExpectBound(Mounted());
}

// One that would let everything pass: it must not be loaded.
TEST_P(Installed, AnotherVersion) {
  const std::string source = scene_.Write("empty.c", "");
  ASSERT_EQ(Command({"gcc", "-shared", "-nostdlib", "-o", Object(), source})
                .Run()
                .status,
            0);
  ExpectBoundBesides();
}

// The same one is used, so that /proc need not be there.
TEST_P(Installed, TheSameIsPreloadedWithoutProc) {
  const TempDir empty;
  const Step without_proc =
      Mounted([&empty] { MountOver(empty.path().c_str(), "/proc"); });
  ASSERT_EQ(Command({LandshimPath(), "shim", "-o", Object()}).Run().status, 0);
  ExpectBound(without_proc);
  // One bit of difference, and it is not.
  std::string bytes = ContentOf(Object());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  Install(bytes);
  ExpectBound(without_proc,
              {Alone("/proc is not mounted and the shim is not installed")});
}

// ---- The kernel refuses ----

TEST_P(Guarantee, WithoutMemoryFiles) {
  for (const int error : {ENOSYS, EPERM, EMFILE}) {
    ExpectBound([error] { RefuseCall(SYS_memfd_create, error); },
                {Alone("memfd_create(2) is refused")});
  }
}

TEST_P(Guarantee, WhereMemoryFilesCannotBeSealed) {
  ExpectBound(
      [] {
        RefuseCall(SYS_fcntl, EPERM, Argument{1, F_ADD_SEALS});
      },
      {Alone("memfd_create(2) is refused")});
}

// Linux before 6.3 does not know the flag.
TEST_P(Guarantee, WhereMemoryFilesCannotBeMadeNotExecutable) {
  ExpectBound([] {
    RefuseCall(SYS_memfd_create, EINVAL, Argument{1, 0x1 | 0x2 | 0x8});
  });
}

// vm.memfd_noexec belongs to the namespace of processes.
TEST_P(Guarantee, WhereMemoryFilesMustNotBeExecutable) {
  if (!fs::exists("/proc/sys/vm/memfd_noexec") || !MayMount()) {
    GTEST_SKIP() << "needs Linux 6.3, and root";
  }
  for (const std::string& file : {scene_.granted(), scene_.secret()}) {
    const Result result =
        Command({"unshare", "--pid", "--fork", "--mount-proc", "sh", "-c",
                 "echo 2 >/proc/sys/vm/memfd_noexec && exec \"$@\"", "sh",
                 LandshimPath(), "run", "--rule", scene_.rules(), "--",
                 Reader(), file})
            .Run();
    if (file == scene_.granted()) {
      EXPECT_TRUE(Ended(result, 0, kGrantedText));
    } else {
      EXPECT_TRUE(Ended(result, EACCES, ""));
    }
  }
}

TEST_P(Guarantee, WhereLandlockIsRefused) {
  ExpectRefusal([] { RefuseCall(kCreateRuleset, ENOSYS); },
                "options: this kernel has no Landlock, or a seccomp filter "
                "hides it (ENOSYS); use Linux 5.13 or newer with "
                "CONFIG_SECURITY_LANDLOCK");
  ExpectRefusal([] { RefuseCall(kCreateRuleset, EOPNOTSUPP); },
                "options: Landlock was not enabled when this kernel booted "
                "(EOPNOTSUPP); add landlock to the kernel parameter lsm=");
  ExpectRefusal([] { RefuseCall(kCreateRuleset, EPERM); },
                "options: Landlock's system calls are refused here (EPERM); "
                "allow landlock_* in the seccomp filter: SystemCallFilter= of "
                "a unit, or a container's seccomp profile");
  ExpectRefusal([] { RefuseCall(kRestrictSelf, EPERM); },
                "options: the kernel refused to enforce the ruleset: operation "
                "not permitted (EPERM); report this with the kernel's version");
  ExpectRefusal([] { RefuseCall(kAddRule, ENOMEM); },
                "options:1:17: the kernel refused the rule on '" +
                    scene_.Sub("granted") +
                    "': out of memory (ENOMEM); remove it");
}

TEST_P(Guarantee, WhereNoNewPrivsIsRefused) {
  if (KernelAbi() >= 11) GTEST_SKIP() << "prctl is not used";
  ExpectRefusal(
      [] {
        RefuseCall(SYS_prctl, EPERM, Argument{0, PR_SET_NO_NEW_PRIVS});
      },
      "options: no_new_privs was refused: operation not permitted (EPERM); "
      "allow prctl(2) in the seccomp profile");
}

// The second layer alone is refused: there were fifteen.
TEST_P(Guarantee, WhereOneLayerIsLeft) {
  const std::string no_more =
      "options: the process is already inside 16 Landlock layers, and the "
      "kernel allows no more; sandbox it in fewer places";
  ExpectBound([] { StackLayers(14); });
  ExpectRefusal([] { StackLayers(15); }, no_more);
  ExpectRefusal([] { StackLayers(16); }, no_more);
}

// ---- Descriptors ----

void LimitDescriptors(int count) {
  const rlimit limit = {static_cast<rlim_t>(count), static_cast<rlim_t>(count)};
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) _exit(1);
}

TEST_P(Guarantee, WithFewDescriptors) {
  const std::string few = "too few descriptors are left";
  const auto limit = [](int count) {
    return [count] { LimitDescriptors(count); };
  };
  // 0 to 2 are in use. There is not one for the program's file.
  EXPECT_TRUE(Refused(Attack(limit(3)), 126,
                      Reader() +
                          ": it cannot be executed: no descriptor left "
                          "(EMFILE); start it without landshim to see whether "
                          "it works then"));
  // None for its linker, for the ruleset, for what a rule is on.
  EXPECT_TRUE(Refused(Attack(limit(4)), 126,
                      Reader() +
                          ": it cannot be executed: no descriptor left "
                          "(EMFILE); start it without landshim to see whether "
                          "it works then"));
  ExpectRefusal(limit(5),
                "options: no descriptor left; raise RLIMIT_NOFILE (ulimit -n)");
  ExpectRefusal(limit(6),
                "options:1:17: no descriptor left; raise RLIMIT_NOFILE "
                "(ulimit -n)");
  for (int count = 7; count <= 8; ++count) {
    ExpectBound(limit(count), {Alone(few)});
  }
  ExpectBound(limit(9));
}

TEST_P(Guarantee, WithAllDescriptorsInUse) {
  const auto use_up_to = [](int last) {
    return [last] {
      for (int fd = 3; fd <= last; ++fd) {
        if (dup2(1, fd) != fd) _exit(1);
      }
    };
  };
  ExpectBound(use_up_to(1019), {Alone("too few descriptors are left")});
  // Six are left.
  ExpectBound(use_up_to(1017));
}

TEST_P(Guarantee, WithTheStandardDescriptorsClosed) {
  for (const int closed : {0, 2}) {
    EXPECT_EQ(Attack([closed] { close(closed); }).status, EACCES) << closed;
    const Result result = Work([closed] { close(closed); });
    EXPECT_EQ(result.out, kGrantedText) << closed;
  }
}

// ---- /proc ----

TEST_P(Guarantee, WithoutProc) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const TempDir empty;
  const Step without_proc = [&empty] {
    MountOver(empty.path().c_str(), "/proc");
  };
  ExpectBound(without_proc,
              {Alone("/proc is not mounted and the shim is not installed")});
}

// Directories that only look like it.
TEST_P(Guarantee, WithAFalseProc) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  Scene proc;
  proc.Write("self/fd/nothing", "");
  const Step false_proc = [&proc] { MountOver(proc.path().c_str(), "/proc"); };
  ExpectBound(false_proc,
              {Alone("/proc is not mounted and the shim is not installed")});
}

// ---- What ld.so makes of it ----

// A linker that knows no LD_PRELOAD, by whatever name: as it is not one of the
// system's, the program gets one layer, and that is said. It is musl's, in
// which the variable is one string.
TEST_P(Guarantee, WhereTheLinkerIgnoresThePreload) {
  std::string bytes = ContentOf("/lib/ld-musl-x86_64.so.1");
  const size_t name = bytes.find("LD_PRELOAD");
  ASSERT_NE(name, std::string::npos);
  bytes[name] = 'X';
  const std::string linker = scene_.Script(
      IsMusl() ? "ld-musl-x86_64.so.1" : "ld-linux-x86-64.so.2", bytes);
  const std::string program = scene_.Copy(Program("read_file_musl"), "program");
  ASSERT_EQ(
      Command({"patchelf", "--set-interpreter", linker, program}).Run().status,
      0);
  EXPECT_TRUE(
      Ended(PreloadUnder(scene_.rules(), {program, scene_.secret()}).Run(), 0,
            kSecretText));
  const Words lines = {
      OneLayer(program, "its dynamic linker is not one of the system's")};
  const auto run = [&](const std::string& file) {
    return WithoutCount(RunUnder(scene_.rules(), {program, file}).Run());
  };
  EXPECT_TRUE(Ended(run(scene_.secret()), EACCES, "", lines));
  EXPECT_TRUE(Ended(run(scene_.granted()), 0, kGrantedText, lines));
}

// A preload is lost behind these; what the kernel enforces is not.
TEST_P(Guarantee, BehindAProgramThatClearsTheEnvironment) {
  const std::string rules =
      scene_.rules() + "; include <libs>; exec " + Reader() + " /usr/bin/env";
  const Words attack = {"env", "-i", Reader(), scene_.secret()};
  EXPECT_TRUE(Ended(Command(attack).Run(), 0, kSecretText));
  EXPECT_TRUE(Ended(RunUnder(rules, attack).Run(), EACCES, ""));
  EXPECT_TRUE(
      Ended(RunUnder(rules, {"env", "-i", Reader(), scene_.granted()}).Run(), 0,
            kGrantedText));
}

}  // namespace
}  // namespace landshim::testing
