// Variables that name an innocent path which leads to all of the system: by a
// link, by `..`, through /proc, by a mount.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/attacks/attack.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::Ended;
using landshim::testing::kSecretText;
using landshim::testing::MayMount;
using landshim::testing::MountOver;
using landshim::testing::Program;
using landshim::testing::Refused;
using landshim::testing::RunWith;

constexpr int kFailed = 125;

class GivenPlace : public ::testing::Test {
 protected:
  Words Read() const { return {Program("read_file"), scene_.secret()}; }

  Command ByRun(const std::string& value, const Words& more = {}) const {
    Words options = {"--rule", "abi 1..11; read ${PLACE}"};
    options.insert(options.end(), more.begin(), more.end());
    return RunWith(options, Read()).Env("PLACE", value);
  }
  Command ByPreload(const std::string& value) const {
    return Command(Read())
        .Preload()
        .Rules("abi 1..11; read ${PLACE}")
        .Env("PLACE", value);
  }

  static std::string Line(const std::string& source, const std::string& place,
                          const std::string& value) {
    return source + ":1:17: all of '" + place +
           "' would be open, as PLACE is '" + value +
           "'; change that, write the place itself, or add '--allow-broad " +
           place + "' to 'landshim run'";
  }
  void ExpectRefused(const std::string& value, const std::string& place) const {
    EXPECT_TRUE(
        Refused(ByRun(value).Run(), kFailed, Line("options", place, value)));
    EXPECT_TRUE(Refused(ByPreload(value).Run(), kFailed,
                        Line("LANDSHIM_RULES", place, value)));
    const Result checked = Command({landshim::testing::LandshimPath(), "check",
                                    "--rule", "abi 1..11; read ${PLACE}"})
                               .Env("PLACE", value)
                               .Run();
    EXPECT_THAT(checked.err,
                ::testing::HasSubstr(Line("--rule", place, value)));
  }

  std::string Link(const std::string& target, const std::string& name) const {
    fs::create_symlink(target, scene_.Sub(name));
    return scene_.Sub(name);
  }

  landshim::testing::Scene scene_;
};

TEST_F(GivenPlace, IsWhatALinkLeadsTo) {
  const std::string root = Link("/", "root");
  ExpectRefused(root, "/");
  ExpectRefused(root + "/.", "/");
  ExpectRefused(root + "/etc", "/etc");
  ExpectRefused(Link("root", "again"), "/");
  ExpectRefused(Link("/etc", "settings"), "/etc");
  ExpectRefused(Link("../../../../../../../usr/../home", "homes"), "/home");
  // What is named, or what the policy writes out, is what was meant.
  EXPECT_TRUE(Ended(ByRun(root, {"--allow-broad", "/"}).Run(), 0, kSecretText));
  EXPECT_TRUE(
      Ended(RunWith({"--rule", "abi 1..11; read " + root}, Read()).Run(), 0,
            kSecretText));
}

TEST_F(GivenPlace, IsWhatDotsAndProcLeadTo) {
  fs::create_directory(scene_.Sub("a"));
  const std::string beneath = Link("/etc/ld.so.conf.d", "beneath");
  ExpectRefused(beneath + "/..", "/etc");
  ExpectRefused("/proc/self/root", "/");
  ExpectRefused("/proc/self/root/etc/.", "/etc");
  ExpectRefused("/proc/self/task/../root", "/");
}

TEST_F(GivenPlace, IsTheHomeAndWhatIsAboveIt) {
  const std::string home = scene_.Sub("homes/u");
  fs::create_directories(home);
  const std::string link = Link(home, "link");
  const std::string above = Link(scene_.Sub("homes"), "above");
  for (const auto& [value, place] :
       {std::pair(link, home), std::pair(above, scene_.Sub("homes"))}) {
    EXPECT_TRUE(Refused(ByRun(value).Env("HOME", home).Run(), kFailed,
                        Line("options", place, value)));
    EXPECT_TRUE(Refused(ByPreload(value).Env("HOME", home).Run(), kFailed,
                        Line("LANDSHIM_RULES", place, value)));
  }
  // A home may be a link, and what lies in it is the user's choice.
  const auto home_is = [&](const std::string& value, const std::string& rule) {
    return RunWith({"--rule", "abi 1..11; " + rule}, Read())
        .Env("HOME", value)
        .Run()
        .status;
  };
  EXPECT_EQ(home_is(Link("homes/u", "linked"), "read ~"), EACCES);
  fs::create_directory(home + "/app");
  EXPECT_EQ(home_is(home, "read ~/app"), EACCES);
  EXPECT_EQ(home_is(Link("/", "everything"), "read ~"), kFailed);
}

TEST_F(GivenPlace, IsWhatIsMountedThere) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const std::string mount = scene_.Sub("mount");
  fs::create_directory(mount);
  const auto mounted = [&mount](Command command) {
    return command.Before([&mount] { MountOver("/", mount.c_str()); }).Run();
  };
  EXPECT_TRUE(
      Refused(mounted(ByRun(mount)), kFailed, Line("options", "/", mount)));
  EXPECT_TRUE(Refused(mounted(ByPreload(mount)), kFailed,
                      Line("LANDSHIM_RULES", "/", mount)));
  EXPECT_TRUE(Refused(mounted(ByRun(mount + "/etc")), kFailed,
                      Line("options", "/etc", mount + "/etc")));
}

// A second instance has another device, and an innocent name.
TEST_F(GivenPlace, IsAnyMountOfProcAndSys) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  for (const auto& [type, place] :
       {std::pair("proc", "/proc"), std::pair("sysfs", "/sys")}) {
    const std::string mount = scene_.Sub(type);
    fs::create_directory(mount);
    const auto mounted = [&mount, kind = type](Command command) {
      return command
          .Before([&mount, kind] { MountOver(kind, mount.c_str(), kind); })
          .Run();
    };
    EXPECT_TRUE(
        Refused(mounted(ByRun(mount)), kFailed, Line("options", place, mount)));
    EXPECT_TRUE(Refused(mounted(ByPreload(mount)), kFailed,
                        Line("LANDSHIM_RULES", place, mount)));
  }
}

// Who wants a home granted would only have to unset HOME.
TEST_F(GivenPlace, IsAHomeWhereHomeIsNotSet) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const std::string other = scene_.Sub("other");
  fs::create_directories(other + "/u/app");
  const auto mounted = [&other](Command command) {
    return command.Before([&other] { MountOver(other.c_str(), "/home"); })
        .Run();
  };
  const std::string link = Link("/home/u", "link");
  for (const char* home : {"", "here"}) {
    for (const std::string& value : {std::string("/home/u"), link}) {
      EXPECT_TRUE(Refused(mounted(ByRun(value).Env("HOME", home)), kFailed,
                          Line("options", "/home/u", value)));
      EXPECT_TRUE(Refused(mounted(ByPreload(value).Env("HOME", home)), kFailed,
                          Line("LANDSHIM_RULES", "/home/u", value)));
    }
    // Allowed: what lies in it, and so is what is another home.
    EXPECT_EQ(mounted(ByRun("/home/u/app").Env("HOME", home)).status, EACCES);
  }
  EXPECT_EQ(mounted(ByRun("/home/u").Env("HOME", "/srv")).status, EACCES);
}

TEST_F(GivenPlace, MayBeAnyOther) {
  EXPECT_TRUE(Ended(ByRun(scene_.Sub("secret")).Run(), 0, kSecretText));
  EXPECT_TRUE(Ended(ByPreload(scene_.Sub("secret")).Run(), 0, kSecretText));
  const std::string link = Link("secret", "link");
  EXPECT_TRUE(Ended(ByRun(link).Run(), 0, kSecretText));
  EXPECT_TRUE(Ended(ByPreload(link).Run(), 0, kSecretText));
}

}  // namespace
}  // namespace landshim::attacks
