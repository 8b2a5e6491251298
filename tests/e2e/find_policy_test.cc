// Which policy a program gets: by variable, or by the program's name.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/refusal.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr char kCure[] =
    "; write one of these, or set LANDSHIM_POLICY or LANDSHIM_RULES";

// A program with two names, and all places where its policy may be.
class FindPolicy : public ::testing::Test {
 public:
  FindPolicy() {
    std::filesystem::copy_file(TestFile("tests/testcases/print_marker"),
                               directory_.Sub("real"));
    EXPECT_EQ(symlink("real", directory_.Sub("given").c_str()), 0);
    for (const char* name :
         {"etc/landshim", "home/.config/landshim", "config/landshim"}) {
      std::filesystem::create_directories(directory_.Sub(name));
    }
  }

  // With `etc` in place of /etc where that can be done.
  Command Program(const std::string& name) const {
    Command command({directory_.Sub(name)});
    command.Preload().Env("HOME", directory_.Sub("home"));
    const std::string etc = directory_.Sub("etc");
    if (may_mount_) {
      command.Before([etc] { MountOver(etc.c_str(), "/etc"); });
    }
    return command;
  }

  // The file's name is all that its policy says: it has no version.
  void WriteMarked(const std::string& name) const {
    directory_.Write(name, "read /usr\n");
  }

  static std::string Marked(const std::string& path) {
    return path +
           ":1:1: the policy does not begin with its language version; write "
           "'landshim 1' as its first statement";
  }

  TempDir directory_;
  const bool may_mount_ = MayMount();
};

TEST_F(FindPolicy, SaysWhereItLooked) {
  const std::string home = directory_.Sub("home/.config/landshim/");
  ExpectRefusal(Program("real"), "real: no policy found; looked for " + home +
                                     "real.policy /etc/landshim/real.policy" +
                                     kCure);
  ExpectRefusal(Program("given"),
                "given: no policy found; looked for " + home +
                    "given.policy /etc/landshim/given.policy " + home +
                    "real.policy /etc/landshim/real.policy" + kCure);
  ExpectRefusal(Program("real").Unset("HOME"),
                std::string("real: no policy found; looked for "
                            "/etc/landshim/real.policy") +
                    kCure);
}

TEST_F(FindPolicy, LooksByTheGivenNameFirstAndAtHomeFirst) {
  if (!may_mount_) GTEST_SKIP() << "this user may not mount over /etc";
  const std::string home = "home/.config/landshim/";
  const std::string etc = "etc/landshim/";
  const std::vector<std::string> places = {
      home + "given.policy", etc + "given.policy", home + "real.policy",
      etc + "real.policy"};
  for (const std::string& place : places) WriteMarked(place);
  for (const std::string& place : places) {
    const bool at_home = place.substr(0, 4) == "home";
    ExpectRefusal(Program("given"),
                  Marked(at_home ? directory_.Sub(place) : "/" + place));
    unlink(directory_.Sub(place).c_str());
  }
}

TEST_F(FindPolicy, LooksInXdgConfigHomeInsteadOfHome) {
  WriteMarked("config/landshim/real.policy");
  WriteMarked("home/.config/landshim/real.policy");
  const std::string config = directory_.Sub("config");
  ExpectRefusal(Program("real").Env("XDG_CONFIG_HOME", config),
                Marked(config + "/landshim/real.policy"));
  // Empty and relative ones are as good as none.
  for (const char* none : {"", "config"}) {
    ExpectRefusal(
        Program("real").Env("XDG_CONFIG_HOME", none).Cwd(directory_.path()),
        Marked(directory_.Sub("home/.config/landshim/real.policy")));
  }
  ExpectRefusal(Program("real").Env("HOME", "home").Cwd(directory_.path()),
                std::string("real: no policy found; looked for "
                            "/etc/landshim/real.policy") +
                    kCure);
}

TEST_F(FindPolicy, TakesAPolicyThatCannotBeReadForTheOneMeant) {
  const std::string place = directory_.Sub("home/.config/landshim/real.policy");
  mkdir(place.c_str(), 0755);
  ExpectRefusal(Program("real"),
                place + ": this is a directory; name a policy file in it");
}

TEST_F(FindPolicy, KnowsAScriptByItsOwnName) {
  const std::string script =
      directory_.Write("script", "#!" + directory_.Sub("real") + "\n");
  chmod(script.c_str(), 0755);
  WriteMarked("home/.config/landshim/script.policy");
  WriteMarked("home/.config/landshim/real.policy");
  ExpectRefusal(Program("script"),
                Marked(directory_.Sub("home/.config/landshim/script.policy")));
}

TEST_F(FindPolicy, KnowsAnExecutedDescriptorByItsFile) {
  WriteMarked("home/.config/landshim/real.policy");
  const std::string real = directory_.Sub("real");
  const std::string preload = "LD_PRELOAD=" + ShimPath();
  const std::string home = "HOME=" + directory_.Sub("home");
  ExpectRefusal(Program("real").Before([&] {
    char* argv[] = {const_cast<char*>("any"), nullptr};
    char* envp[] = {const_cast<char*>(preload.c_str()),
                    const_cast<char*>(home.c_str()), nullptr};
    fexecve(open(real.c_str(), O_PATH), argv, envp);
  }),
                Marked(directory_.Sub("home/.config/landshim/real.policy")));
}

TEST_F(FindPolicy, RefusesAnExecutedDescriptorWithoutProc) {
  if (!may_mount_) GTEST_SKIP() << "this user may not mount over /proc";
  const std::string real = directory_.Sub("real");
  const std::string preload = "LD_PRELOAD=" + ShimPath();
  const std::string empty = directory_.Sub("home");
  ExpectRefusal(Marker().Before([&] {
    MountOver(empty.c_str(), "/proc");
    char* argv[] = {const_cast<char*>("any"), nullptr};
    char* envp[] = {const_cast<char*>(preload.c_str()), nullptr};
    fexecve(open(real.c_str(), O_PATH), argv, envp);
  }),
                "/proc/self/exe: no policy found: the program's name cannot be "
                "read; mount /proc, or set LANDSHIM_POLICY");
}

TEST_F(FindPolicy, TakesVariablesBeforeNames) {
  REQUIRE_ABI(1);
  WriteMarked("home/.config/landshim/real.policy");
  const std::string named =
      directory_.Write("named.policy", "landshim 1\nabi 1..11\nread /usr\n");
  ExpectRun(Program("real").Policy(named));
  ExpectRun(Program("real").Rules("abi 1"));
  ExpectRun(Program("real").Env("LL_FS_RO", "").Env("LL_FS_RW", ""));
}

TEST_F(FindPolicy, TakesPolicyAndRulesTogether) {
  REQUIRE_ABI(1);
  const std::string policy = directory_.Write(
      "named.policy", "landshim 1\nabi 1..11\nread " + directory_.Sub("etc"));
  const std::string one = directory_.Write("etc/file", "");
  const std::string other = directory_.Write("config/file", "");
  const auto open_read = [&](const std::string& path) {
    return Command({TestFile("tests/testcases/open_read"), path})
        .Preload()
        .Policy(policy)
        .Rules("read " + directory_.Sub("config"))
        .Run()
        .status;
  };
  EXPECT_EQ(open_read(one), 0);
  EXPECT_EQ(open_read(other), 0);
  EXPECT_EQ(open_read(policy), EACCES);
}

TEST_F(FindPolicy, TakesVariablesOfLandshimBeforeThoseOfTheSample) {
  REQUIRE_ABI(1);
  const auto status =
      Command({TestFile("tests/testcases/open_read"), directory_.Sub("real")})
          .Preload()
          .Rules("abi 1")
          .Env("LL_FS_RO", "/")
          .Env("LL_FS_RW", "/")
          .Run()
          .status;
  EXPECT_EQ(status, EACCES);
}

}  // namespace
}  // namespace landshim::testing
