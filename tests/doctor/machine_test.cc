// What doctor says about this machine, where something of it was taken away.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "policy/abi.h"
#include "tests/command/landshim.h"
#include "tests/doctor/examination.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr long kListModules = 461;

constexpr char kWorks[] = "'landshim run' works here.";
constexpr char kFails[] = "'landshim run' does not work here: ";
constexpr char kAllow[] =
    "; allow landlock_create_ruleset, landlock_add_rule and "
    "landlock_restrict_self in the seccomp filter: SystemCallFilter= of a "
    "unit, or a container's seccomp profile";

// Doctor must say that it does not work, with this reason first; and it must
// be so.
void ExpectFailure(const std::function<void()>& before,
                   const std::string& reason) {
  const Result result = Doctor().Before(before).Run();
  EXPECT_EQ(result.status, 1) << result;
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(LinesOf(result.out).at(0), kFails + reason);
  const Result run =
      Landshim({"run", "--abi", "1..11", "--exec", "/", "--", "true"})
          .Before(before)
          .Run();
  EXPECT_EQ(run.status, 125) << run;
}

// The same for working.
Result ExpectSuccess(const std::function<void()>& before) {
  Result result = Doctor().Before(before).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(LinesOf(result.out).at(0), kWorks);
  const Result run =
      Landshim({"run", "--abi", "1..11", "--exec", "/", "--", "true"})
          .Before(before)
          .Run();
  EXPECT_EQ(run.status, 0) << run;
  return result;
}

class Machine : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(2); }
};

TEST_F(Machine, WorksAndNamesItsAbi) {
  const Result result = ExpectSuccess([] {});
  const std::string abi = std::to_string(KernelAbi());
  EXPECT_EQ(FactIn(result.out, "landlock").rfind("ABI " + abi, 0), 0U);
  EXPECT_EQ(FactIn(result.out, "variables"),
            "no variable of landshim or of the kernel's sample is set");
}

TEST_F(Machine, WorksForAUserWithoutPrivileges) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const TempDir directory;
  fs::copy_file(LandshimPath(), directory.Sub("landshim"));
  const Result result =
      Command({directory.Sub("landshim"), "doctor"}).Before(BecomeNobody).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(LinesOf(result.out).at(0), kWorks);
}

TEST_F(Machine, HasStableNamesForFacts) {
  const Result result = DoctorJson().Run();
  EXPECT_EQ(result.status, 0);
  std::vector<std::string> keys;
  const auto ordered = nlohmann::ordered_json::parse(result.out);
  for (const auto& fact : ordered["facts"].items()) {
    keys.push_back(fact.key());
    EXPECT_FALSE(fact.value()["text"].get<std::string>().empty());
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"kernel",
                                            "landlock",
                                            "cannot_deny",
                                            "errata",
                                            "lsm",
                                            "seccomp",
                                            "layers",
                                            "landshim",
                                            "variables",
                                            "no_new_privs",
                                            "proc",
                                            "memfd",
                                            "descriptors",
                                            "shim",
                                            "second_layer",
                                            "preload",
                                            "user_notification",
                                            "ptrace_scope",
                                            "audit",
                                            "container",
                                            "terminal",
                                            "escape_sockets"}));
  const nlohmann::json json = Parse(result);
  EXPECT_EQ(json["works"], true);
  EXPECT_EQ(json["facts"]["landlock"]["abi"],
            std::min(KernelAbi(), kNewestAbi));
}

// ---- Filters ----

TEST_F(Machine, TellsAFilterThatHidesLandlock) {
  const bool known = Parse(DoctorJson().Run())["facts"]["lsm"]["known"];
  if (!known) GTEST_SKIP() << "the kernel does not list its modules";
  ExpectFailure([] { RefuseCall(kCreateRuleset, ENOSYS); },
                std::string("a seccomp filter hides Landlock, which this "
                            "kernel has (ENOSYS)") +
                    kAllow);
}

TEST_F(Machine, SaysThatItCannotTellAFilterFromAKernelWithout) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const TempDir directory;
  const std::string& empty = directory.path();
  ExpectFailure(
      [=] {
        if (fs::exists("/sys/kernel/security/lsm")) {
          MountOver(empty.c_str(), "/sys/kernel/security");
        }
        RefuseCall(kListModules, ENOSYS);
        RefuseCall(kCreateRuleset, ENOSYS);
      },
      std::string("this kernel was built without Landlock, or a seccomp filter "
                  "hides it (ENOSYS)") +
          kAllow + ", or use a kernel with CONFIG_SECURITY_LANDLOCK");
}

TEST_F(Machine, TellsARefusal) {
  ExpectFailure([] { RefuseCall(kCreateRuleset, EPERM); },
                std::string("a seccomp filter refuses Landlock's calls: "
                            "operation not permitted (EPERM)") +
                    kAllow);
  ExpectFailure([] { RefuseCall(kAddRule, EPERM); },
                std::string("landlock_add_rule(2) is refused: operation not "
                            "permitted (EPERM)") +
                    kAllow);
  ExpectFailure([] { RefuseCall(kRestrictSelf, ENOSYS); },
                std::string("landlock_restrict_self(2) is refused: unknown or "
                            "filtered system call (ENOSYS)") +
                    kAllow);
}

TEST_F(Machine, TellsAKernelThatWasBootedWithout) {
  const Result result =
      Doctor().Before([] { RefuseCall(kCreateRuleset, EOPNOTSUPP); }).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out.rfind(std::string(kFails) +
                                 "Landlock was not enabled when this kernel "
                                 "booted (EOPNOTSUPP); boot it with "
                                 "lsm=landlock,",
                             0),
            0U)
      << result;
}

// Whoever makes the call is killed.
void KillFor(long number) {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(number), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) _exit(99);
}

TEST_F(Machine, SurvivesAFilterThatKills) {
  for (const auto& [call, reason] :
       {std::pair<long, std::string>{
            kCreateRuleset,
            "a seccomp filter kills who calls landlock_create_ruleset(2)"},
        {kRestrictSelf, "a seccomp filter kills who uses Landlock"}}) {
    const Result result =
        Doctor().Before([call = call] { KillFor(call); }).Run();
    EXPECT_EQ(result.status, 1) << result;
    EXPECT_EQ(LinesOf(result.out).at(0), kFails + reason + kAllow);
  }
  for (const long call : {long{SYS_memfd_create}, long{SYS_seccomp},
                          kListModules, long{SYS_ptrace}}) {
    const Result result = Doctor().Before([=] { KillFor(call); }).Run();
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(FactIn(result.out, "kernel").rfind("Linux ", 0), 0U) << result;
  }
}

TEST_F(Machine, NeedsNoNewPrivs) {
  if (KernelAbi() >= 11) GTEST_SKIP() << "prctl is not used";
  ExpectFailure(
      [] {
        RefuseCall(SYS_prctl, EPERM, Argument{0, PR_SET_NO_NEW_PRIVS});
      },
      "prctl(2) is refused: operation not permitted (EPERM); allow prctl(2) "
      "with PR_SET_NO_NEW_PRIVS in the seccomp filter");
}

TEST_F(Machine, CountsFilters) {
  const Result free = Doctor().Run();
  const Result filtered =
      Doctor().Before([] { RefuseCall(SYS_acct, EPERM); }).Run();
  EXPECT_EQ(FactIn(filtered.out, "seccomp").rfind("filters in force: ", 0), 0U);
  EXPECT_NE(FactIn(filtered.out, "seccomp"), FactIn(free.out, "seccomp"));
}

// ---- Layers ----

TEST_F(Machine, CountsTheLayersThatAreLeft) {
  const nlohmann::json free = Parse(DoctorJson().Run())["facts"]["layers"];
  const int left = free["left"];
  EXPECT_EQ(free["needed"], 2);
  ASSERT_GE(left, 3);
  const Result two = ExpectSuccess([left] { StackLayers(left - 2); });
  EXPECT_EQ(FactIn(two.out, "layers"),
            "2 of 16 are left for this process; 'landshim run' takes 2");
  ExpectFailure([left] { StackLayers(left - 1); },
                "1 of 16 Landlock layers are left for this process, and "
                "'landshim run' takes 2; start it in fewer sandboxes inside "
                "each other");
  ExpectFailure([left] { StackLayers(left); },
                "0 of 16 Landlock layers are left for this process, and "
                "'landshim run' takes 2; start it in fewer sandboxes inside "
                "each other");
  // Where the second layer cannot be, one is enough.
  const Result one = ExpectSuccess([left] {
    RefuseCall(SYS_memfd_create, EPERM);
    StackLayers(left - 1);
  });
  EXPECT_EQ(FactIn(one.out, "layers"),
            "1 of 16 are left for this process; 'landshim run' takes 1");
}

TEST_F(Machine, CanBeExaminedFromInsideASandbox) {
  const Result result =
      Landshim({"run", "--rule", "read /; exec /; device /dev", "--",
                LandshimPath(), "doctor"})
          .Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(LinesOf(result.out).at(0), kWorks);
}

// ---- What run hands over ----

TEST_F(Machine, SaysThatAMissingProcCostsALayer) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const TempDir directory;
  const std::string& empty = directory.path();
  const Result result =
      ExpectSuccess([=] { MountOver(empty.c_str(), "/proc"); });
  char sign = ' ';
  EXPECT_EQ(FactIn(result.out, "proc", &sign),
            "/proc is not mounted; mount it, or install landshim: 'landshim "
            "install --prefix /usr/local'");
  EXPECT_EQ(sign, '-');
  EXPECT_EQ(FactIn(result.out, "second layer"),
            "programs get the first layer only: /proc is not mounted and the "
            "shim is not installed; what their start takes stays granted");
}

TEST_F(Machine, SaysThatARefusedMemfdCostsALayer) {
  const Result result =
      ExpectSuccess([] { RefuseCall(SYS_memfd_create, EPERM); });
  EXPECT_EQ(FactIn(result.out, "memfd"),
            "memfd_create(2) is refused: operation not permitted (EPERM); "
            "allow it in the seccomp filter");
  EXPECT_EQ(FactIn(result.out, "second layer"),
            "programs get the first layer only: memfd_create(2) is refused; "
            "what their start takes stays granted");
}

void LimitDescriptors(rlim_t limit) {
  const rlimit both = {limit, limit};
  if (setrlimit(RLIMIT_NOFILE, &both) != 0) _exit(99);
}

// The layers that a program said it is in; -1: it said nothing.
int LayersIn(const Result& result) {
  const std::string begin = "layers: ";
  const size_t at = result.out.rfind(begin);
  if (at == std::string::npos) return -1;
  return std::stoi(result.out.substr(at + begin.size()));
}

TEST_F(Machine, KnowsHowManyDescriptorsTheSecondLayerTakes) {
  const std::string program = TestFile("tests/doctor/programs/dynamic");
  const int outer = LayersIn(Command({program}).Run());
  bool one = false;
  bool two = false;
  for (rlim_t limit = 7; limit <= 14; ++limit) {
    const auto before = [limit] { LimitDescriptors(limit); };
    const Result examined = DoctorJson().Before(before).Run();
    const bool possible = Parse(examined)["facts"]["second_layer"]["possible"];
    const Result run =
        Landshim({"run", "--rule", "read /; exec /", "--", program})
            .Before(before)
            .Run();
    const int layers = LayersIn(run) - outer;
    EXPECT_EQ(possible ? 2 : 1, layers) << "limit " << limit << examined << run;
    one = one || layers == 1;
    two = two || layers == 2;
  }
  EXPECT_TRUE(one && two);
}

TEST_F(Machine, NamesALimitOnFilesThatKeepsProgramsFromStarting) {
  const auto limited = [] {
    const rlimit both = {4096, 4096};
    if (setrlimit(RLIMIT_FSIZE, &both) != 0) _exit(99);
  };
  const Result examined = Landshim({"doctor"}).Before(limited).Run();
  EXPECT_EQ(examined.status, 1) << examined;
  EXPECT_EQ(FactIn(examined.out, "second layer")
                .rfind("no program that would load the shim is started: run: "
                       "RLIMIT_FSIZE is 4096 bytes, and what is handed to the "
                       "shim takes ",
                       0),
            0U)
      << examined;
  EXPECT_EQ(Landshim({"run", "--rule", "abi 1..11", "--", "/bin/true"})
                .Before(limited)
                .Run()
                .status,
            125);
}

TEST_F(Machine, ComparesAnInstalledShimWithItsOwn) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const TempDir directory;
  const std::string& path = directory.path();
  const auto before = [=] { MountOver(path.c_str(), "/usr/local/lib"); };
  EXPECT_EQ(
      Landshim({"shim", "-o", directory.Sub("liblandshim.so")}).Run().status,
      0);
  const Result same = ExpectSuccess(before);
  if (fs::exists("/usr/lib/liblandshim.so")) {
    GTEST_SKIP() << "a shim is installed in /usr/lib";
  }
  EXPECT_EQ(FactIn(same.out, "shim"),
            "/usr/local/lib/liblandshim.so is the one that this landshim "
            "holds");
  EXPECT_EQ(FactIn(same.out, "second layer"),
            "'landshim run' preloads /usr/local/lib/liblandshim.so");
  ASSERT_EQ(chmod(path.c_str(), 0777), 0);
  const Result weak = ExpectSuccess(before);
  char weak_sign = ' ';
  EXPECT_EQ(FactIn(weak.out, "shim", &weak_sign),
            "/usr/local/lib/liblandshim.so is the one that this landshim "
            "holds, and 'landshim run' does not use it, as others may change "
            "it: '/usr/local/lib' belongs to user " +
                std::to_string(geteuid()) +
                " and has mode 0777; let root or this user own it, and nobody "
                "else write to it (chown, chmod go-w)");
  EXPECT_EQ(weak_sign, '-');
  EXPECT_EQ(FactIn(weak.out, "second layer")
                .rfind("'landshim run' preloads /proc/self/fd/", 0),
            0U);
  ASSERT_EQ(chmod(path.c_str(), 0755), 0);
  directory.Write("liblandshim.so", "another version");
  const Result other = ExpectSuccess(before);
  char sign = ' ';
  EXPECT_EQ(FactIn(other.out, "shim", &sign),
            "/usr/local/lib/liblandshim.so is of another version; write it "
            "again: 'landshim shim -o /usr/local/lib/liblandshim.so'");
  EXPECT_EQ(sign, '-');
  EXPECT_EQ(FactIn(other.out, "second layer")
                .rfind("'landshim run' preloads /proc/self/fd/", 0),
            0U);
}

// ---- What the environment says ----

TEST_F(Machine, NamesEveryVariableThatRunRefuses) {
  const Result result = Doctor()
                            .Env("LANDSHIM_POLCY", "x")
                            .Env("LANDSHIM_LOG", "yes")
                            .Env("LL_FS_RO", "/")
                            .Run();
  EXPECT_EQ(result.status, 1);
  const std::vector<std::string> lines = LinesOf(result.out);
  EXPECT_EQ(lines.at(0),
            std::string(kFails) +
                "LANDSHIM_POLCY: there is no LANDSHIM_POLCY; did you mean "
                "LANDSHIM_POLICY?");
  EXPECT_EQ(lines.at(1),
            std::string(kFails) +
                "LANDSHIM_LOG: unknown value 'yes'; write info, or unset it");
  char sign = ' ';
  EXPECT_EQ(FactIn(result.out, "variables", &sign),
            "set: LANDSHIM_POLCY, LANDSHIM_LOG and LL_FS_RO");
  EXPECT_EQ(sign, '!');
}

TEST_F(Machine, TellsWhatIsWrongWithAPreloadedShim) {
  EXPECT_EQ(FactIn(Doctor().Run().out, "preload"),
            "neither LD_PRELOAD nor /etc/ld.so.preload names a shim");
  const Result good = Doctor().Env("LD_PRELOAD", ShimPath()).Run();
  EXPECT_EQ(FactIn(good.out, "preload"), "LD_PRELOAD names " + ShimPath());
  const TempDir directory;
  const std::string weak = directory.Sub("liblandshim.so");
  fs::copy_file(ShimPath(), weak);
  ASSERT_EQ(chmod(weak.c_str(), 0666), 0);
  EXPECT_EQ(FactIn(Doctor().Env("LD_PRELOAD", weak).Run().out, "preload"),
            "LD_PRELOAD names " + weak + ", which others may change: '" + weak +
                "' belongs to user " + std::to_string(geteuid()) +
                " and has mode 0666; let root or this user own it, and nobody "
                "else write to it (chown, chmod go-w)");
  const Result missing = Doctor().Env("LD_PRELOAD", "/no/liblandshim.so").Run();
  EXPECT_EQ(missing.status, 0);
  char sign = ' ';
  EXPECT_EQ(FactIn(missing.out, "preload", &sign),
            "LD_PRELOAD names /no/liblandshim.so, which ld.so skips: programs "
            "run without a sandbox: /no/liblandshim.so cannot be opened: no "
            "such file or directory (ENOENT); correct the path; one with a "
            "blank or ':' cannot be preloaded");
  EXPECT_EQ(sign, '-');
  const Result nameless = Doctor().Env("LD_PRELOAD", "liblandshim-no.so").Run();
  EXPECT_EQ(FactIn(nameless.out, "preload", &sign),
            "LD_PRELOAD names liblandshim-no.so, which ld.so skips: programs "
            "run without a sandbox: liblandshim-no.so is in no directory where "
            "ld.so looks for libraries; write its whole path; 'landshim "
            "install --prefix /usr/local' installs one");
  EXPECT_EQ(sign, '-');
  EXPECT_EQ(
      FactIn(Doctor()
                 .Env("LD_PRELOAD", "liblandshim.so")
                 .Env("LD_LIBRARY_PATH",
                      "/no:" + fs::path(ShimPath()).parent_path().string())
                 .Run()
                 .out,
             "preload"),
      "LD_PRELOAD names liblandshim.so");
}

TEST_F(Machine, TellsPrivilegesOfItsOwn) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const TempDir directory;
  const std::string landshim = directory.Sub("landshim");
  fs::copy_file(LandshimPath(), landshim);
  ASSERT_EQ(chmod(landshim.c_str(), 04755), 0);
  const Result result =
      Command({landshim, "doctor"}).Before(BecomeNobody).Run();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(LinesOf(result.out).at(0),
            std::string(kFails) +
                "landshim itself is set-id or has file capabilities; remove "
                "them: it needs no privileges");
}

TEST_F(Machine, TellsNoNewPrivs) {
  const Result result =
      Doctor().Before([] { prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }).Run();
  EXPECT_EQ(FactIn(result.out, "no new privs"),
            "set: set-id programs get no privileges here, sandboxed or not");
}

TEST_F(Machine, TellsThatSomebodyListensAlready) {
  const Result result = Doctor()
                            .Before([] {
                              sock_filter allow[] = {
                                  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
                              const sock_fprog program = {1, allow};
                              prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
                              const long listener = syscall(
                                  SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                  SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
                              // It lives as long as its descriptor.
                              if (listener < 0) _exit(99);
                              fcntl(static_cast<int>(listener), F_SETFD, 0);
                            })
                            .Run();
  EXPECT_EQ(FactIn(result.out, "user notification"),
            "what a program does cannot be recorded: somebody listens to this "
            "process by seccomp already (EBUSY); record it outside of that "
            "container or sandbox");
}

TEST_F(Machine, TellsAContainer) {
  const Result result = Doctor().Env("container", "podman").Run();
  EXPECT_NE(FactIn(result.out, "container").find("container=podman"),
            std::string::npos);
}

TEST_F(Machine, IsNotGuessedAboutWithoutChildren) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  const TempDir directory;
  fs::copy_file(LandshimPath(), directory.Sub("landshim"));
  ExpectMistake(Command({directory.Sub("landshim"), "doctor"})
                    .Before(BecomeNobody)
                    .Before([] {
                      const rlimit none = {0, 0};
                      if (setrlimit(RLIMIT_NPROC, &none) != 0) _exit(99);
                    }),
                "doctor: no child can be started: resource temporarily "
                "unavailable (EAGAIN); raise RLIMIT_NPROC");
}

// ---- Kernels of other ABIs ----

Command OnKernel(const std::vector<std::string>& options,
                 const std::vector<std::string>& words) {
  std::vector<std::string> all = {TestFile("tests/kernels/emulate_abi")};
  all.insert(all.end(), options.begin(), options.end());
  all.insert(all.end(), {"--", LandshimPath(), "doctor"});
  all.insert(all.end(), words.begin(), words.end());
  return Command(all);
}

TEST_F(Machine, IsToldByItsAbi) {
  for (const Abi& abi : kAbis) {
    const std::string number = std::to_string(abi.number);
    const Result result = OnKernel({"--claim", number}, {}).Run();
    EXPECT_EQ(result.status, 0) << result;
    EXPECT_EQ(FactIn(result.out, "landlock"),
              "ABI " + number + " (Linux " + abi.linux_version +
                  "); this landshim knows up to 11 (Linux 7.3)");
  }
  const Result none = OnKernel({"--claim", "0"}, {}).Run();
  EXPECT_EQ(none.status, 1) << none;
}

TEST_F(Machine, IsToldByWhatItLacks) {
  REQUIRE_ABI(6);
  const Result result =
      OnKernel({"--claim", "6", "--lack", "signal"}, {}).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(FactIn(result.out, "landlock"),
            "the kernel claims ABI 6 and lacks signal, so ABI 5 is used; this "
            "landshim knows up to 11 (Linux 7.3); ask the kernel's vendor for "
            "what it lacks");
}

}  // namespace
}  // namespace landshim::testing
