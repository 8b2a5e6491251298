// /etc/ld.so.preload brings the shim into every program of a glibc system,
// those with privileges too. Then only /etc/landshim decides.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/traps/stage.h"

namespace landshim::traps {
namespace {

class SystemWideTest : public StageTest {
 protected:
  void SetUp() override {
    StageTest::SetUp();
    if (IsSkipped()) return;
    stage().Add(Program("open_with_privilege"), "plain");
    stage().Add(Program("open_with_privilege"), "privileged", 04755);
    stage().PreloadSystemWide(shim() + "\n");
  }

  static std::string plain() { return std::string(kStage) + "/plain"; }
  static std::string privileged() {
    return std::string(kStage) + "/privileged";
  }

  // Runs as a user without privileges who wants everything granted.
  Command AsUser(const Words& argv) {
    return Command(argv)
        .Rules("read /")
        .Env("XDG_CONFIG_HOME", std::string(kStage) + "/config")
        .Before(stage().Enter(kNobody));
  }
  Result Open(const std::string& program, const std::string& path) {
    return AsUser({program, path}).Run();
  }

  // A policy of the user's own that grants all.
  void AddUserPolicy(const std::string& name) {
    stage().Write("config/landshim/" + name + ".policy",
                  "landshim 1\nabi 1..11\nread /\n");
  }
};

constexpr char kPlain[] = "secure 0\n";
constexpr char kSecure[] = "secure 1\n";

TEST_P(SystemWideTest, WithoutTheListNothingIsRestricted) {
  stage().PreloadSystemWide("");
  stage().AddPolicy("plain", granted());
  stage().AddPolicy("privileged", granted());

  EXPECT_TRUE(Ended(Open(plain(), secret()), 0, kPlain));
  EXPECT_TRUE(Ended(Open(privileged(), secret()), 0, kSecure));
}

TEST_P(SystemWideTest, AProgramWithAPolicyIsRestricted) {
  stage().AddPolicy("plain", granted());
  AddUserPolicy("plain");

  EXPECT_TRUE(Ended(Open(plain(), granted()), 0, kPlain));
  EXPECT_TRUE(Ended(Open(plain(), secret()), EACCES, kPlain));
}

TEST_P(SystemWideTest, AProgramWithoutAPolicyIsLeftAlone) {
  AddUserPolicy("plain");
  AddUserPolicy("privileged");
  EXPECT_TRUE(Ended(Open(plain(), secret()), 0, kPlain));
  EXPECT_TRUE(Ended(Open(privileged(), secret()), 0, kSecure));

  const std::string layers = stage().Add(Program("count_layers"), "layers");
  EXPECT_TRUE(
      Ended(AsUser({layers}).Run(), 0, std::to_string(kMostLayers) + "\n"));
}

TEST_P(SystemWideTest, ItsVariablesAreNeitherReadNorRemoved) {
  const std::string printer =
      stage().Add(Program("print_environment"), "print");
  const Words entries = {"LANDSHIM_RULES=no statement", "LANDSHIM_TYPO=1",
                         "LL_FS_RO=/", "LANDSHIM_KEEP=maybe"};
  std::string expected;
  for (const std::string& entry : entries) expected += entry + "\n";
  const auto print = [&] { return AsUser({printer}).Environ(entries).Run(); };
  EXPECT_TRUE(Ended(print(), 0, expected));

  stage().AddPolicy("print", granted());
  EXPECT_TRUE(Ended(print(), 0, expected));
}

TEST_P(SystemWideTest, APrivilegedProgramGoesByItsOwnNameNotByALinks) {
  stage().AddPolicy("privileged", granted());
  stage().AddPolicy("innocent", "/");
  std::filesystem::create_symlink("privileged", root() + "/stage/innocent");
  const std::string link = std::string(kStage) + "/innocent";

  for (const std::string& program : {privileged(), link}) {
    EXPECT_TRUE(Ended(Open(program, granted()), 0, kSecure)) << program;
    EXPECT_TRUE(Ended(Open(program, secret()), EACCES, kSecure)) << program;
  }
  std::filesystem::remove(root() + "/stage/etc/landshim/privileged.policy");
  stage().AddPolicy("innocent", granted());
  EXPECT_TRUE(Ended(Open(link, secret()), 0, kSecure));
}

TEST_P(SystemWideTest, APrivilegedProgramIsNotReachedByItsCallersPreload) {
  stage().PreloadSystemWide("");
  stage().AddPolicy("privileged", granted());

  EXPECT_TRUE(Ended(AsUser({privileged(), secret()})
                        .Env("LD_PRELOAD", shim())
                        .Rules(public_only())
                        .Run(),
                    0, kSecure));
}

TEST_P(SystemWideTest, AUsersLinkDoesNotChooseThePolicy) {
  stage().AddPolicy("plain", granted());
  stage().AddPolicy("backup", "/");
  const std::string theirs = root() + "/stage/theirs";
  std::filesystem::create_directory(theirs);
  std::filesystem::create_symlink("../plain", theirs + "/backup");
  ASSERT_EQ(chown(theirs.c_str(), kNobody, kNobody), 0);
  const std::string link = std::string(kStage) + "/theirs/backup";
  EXPECT_TRUE(Ended(Open(link, granted()), 0, kPlain));
  EXPECT_TRUE(Ended(Open(link, secret()), EACCES, kPlain));

  // Root's own link is a name that root gave.
  std::filesystem::create_symlink("plain", root() + "/stage/backup");
  EXPECT_TRUE(
      Ended(Open(std::string(kStage) + "/backup", secret()), 0, kPlain));
}

TEST_P(SystemWideTest, AProgramWithoutAPolicyNeverEndsForADirectory) {
  const std::string directory = root() + "/stage/etc/landshim";
  ASSERT_EQ(chmod(directory.c_str(), 0700), 0);
  EXPECT_TRUE(Ended(Open(plain(), secret()), 0, kPlain));
  ASSERT_EQ(chmod(directory.c_str(), 0755), 0);
}

TEST_P(SystemWideTest, APolicyThatCannotBeReadEndsItsOwnProgramOnly) {
  const std::string policy = root() + "/stage/etc/landshim/plain.policy";
  stage().AddPolicy("plain", granted());
  ASSERT_EQ(chmod(policy.c_str(), 0600), 0);
  EXPECT_TRUE(Refused(Open(plain(), granted()),
                      "/etc/landshim/plain.policy: permission denied; make the "
                      "policy readable for the program's user"));
  EXPECT_TRUE(Ended(Open(privileged(), secret()), 0, kSecure));
  ASSERT_EQ(chmod(policy.c_str(), 0644), 0);
  stage().Write("etc/landshim/plain.policy", "landshim 1\nreed /\n");
  EXPECT_TRUE(Refused(Open(plain(), granted()),
                      "/etc/landshim/plain.policy:2:1: unknown statement "
                      "'reed'; did you mean 'read'?"));
  EXPECT_TRUE(Ended(Open(privileged(), secret()), 0, kSecure));
}

TEST_P(SystemWideTest, ExpansionsSeeAnEmptyEnvironment) {
  stage().AddPolicy("plain", "${HOME}");
  stage().AddPolicy("privileged", "${HOME}");

  for (const std::string& program : {plain(), privileged()}) {
    const std::string name = program.substr(program.rfind('/') + 1);
    EXPECT_TRUE(Refused(
        AsUser({program, secret()}).Env("HOME", "/").Run(),
        "/etc/landshim/" + name +
            ".policy:3:6: variable 'HOME' is not set; set it, or give a "
            "default: ${HOME:-default}"));
  }
}

TEST_P(SystemWideTest, AListMayNameOthersToo) {
  stage().AddPolicy("plain", granted());
  std::filesystem::create_symlink("liblandshim.so",
                                  root() + "/stage/liblandshim-link.so");
  const std::string link = std::string(kStage) + "/liblandshim-link.so";
  const std::string other =
      stage().Add(Library("start_thread"), "libother.so", 0644);
  for (const std::string& list :
       {other + " " + shim(), other + ":" + shim() + ":", "# ours\n" + shim(),
        shim() + "# ours", link, "\n\t" + shim() + "\n" + other + "\n"}) {
    stage().PreloadSystemWide(list);
    EXPECT_TRUE(Ended(Open(plain(), granted()), 0, kPlain)) << list;
    EXPECT_TRUE(Ended(Open(plain(), secret()), EACCES, kPlain)) << list;
  }
}

TEST_P(SystemWideTest, ACopyThatTheUserPreloadsIsEnforcedAsWell) {
  std::filesystem::create_directories(root() + "/stage/own");
  const std::string own = stage().Add(ShimPath(), "own/liblandshim.so", 0644);
  const std::string layers = stage().Add(Program("count_layers"), "layers");
  stage().AddPolicy("plain", kStage);
  stage().AddPolicy("layers", kStage);
  const auto run = [&](const Words& argv) {
    return AsUser(argv)
        .Env("LD_PRELOAD", own)
        .Rules("read /etc " + granted())
        .Run();
  };

  EXPECT_TRUE(Ended(run({plain(), granted()}), 0, kPlain));
  // Granted by the system's policy, and not by the user's.
  EXPECT_TRUE(Ended(run({plain(), secret()}), EACCES, kPlain));
  // Granted by the user's policy, and not by the system's.
  EXPECT_TRUE(Ended(run({plain(), "/etc/ld.so.cache"}), EACCES, kPlain));
  EXPECT_TRUE(Ended(run({layers}), 0, std::to_string(kMostLayers - 2) + "\n"));
}

TEST_P(SystemWideTest, TheSameFileUnderTheUsersNameIsStillTheSystems) {
  std::filesystem::create_symlink("liblandshim.so",
                                  root() + "/stage/liblandshim-link.so");
  const std::string link = std::string(kStage) + "/liblandshim-link.so";
  const std::string layers = stage().Add(Program("count_layers"), "layers");
  stage().AddPolicy("plain", granted());
  stage().AddPolicy("layers", granted());
  for (const std::string& preload : {shim(), link}) {
    EXPECT_TRUE(
        Ended(AsUser({plain(), secret()}).Env("LD_PRELOAD", preload).Run(),
              EACCES, kPlain));
    EXPECT_TRUE(Ended(
        AsUser({layers}).Env("LD_PRELOAD", preload).Rules("no policy").Run(), 0,
        std::to_string(kMostLayers - 1) + "\n"));
  }
}

INSTANTIATE_TEST_SUITE_P(Libc, SystemWideTest, ::testing::Values("glibc"),
                         LibcName);

}  // namespace
}  // namespace landshim::traps
