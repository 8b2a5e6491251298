// Who may have written the policy, what variables may open, and who records.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "tests/attacks/root_policy.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::Ended;
using landshim::testing::kSecretText;
using landshim::testing::Program;
using landshim::testing::Refused;
using landshim::testing::RunWith;

constexpr uid_t kStranger = 1234;

class WhoDecides : public RootPolicy {
 protected:
  Words Read(const std::string& path) const {
    return {Program("read_file"), path};
  }
};

TEST_F(WhoDecides, AFileThatOthersMayWriteIsNoPolicyOfRoots) {
  ExpectUsed("control");
  chmod(policy_.c_str(), 0666);
  ExpectOthers(policy_, 0, "0666");
  chmod(policy_.c_str(), 0664);
  ExpectUsed("root's group");
  EXPECT_EQ(chown(policy_.c_str(), 0, 1234), 0);
  ExpectOthers(policy_, 0, "0664");
  chmod(policy_.c_str(), 0644);
  ExpectUsed("a group that may not write");
  EXPECT_EQ(chown(policy_.c_str(), kStranger, 0), 0);
  ExpectOthers(policy_, kStranger, "0644");
}

TEST_F(WhoDecides, ADirectoryInWhichOthersReplaceNamesIsNoPlace) {
  const std::string directory = scene_.Sub("p");
  chmod(directory.c_str(), 0777);
  ExpectOthers(directory, 0, "0777");
  chmod(directory.c_str(), 01777);
  ExpectUsed("sticky");
  chmod(directory.c_str(), 0755);
  EXPECT_EQ(chown(directory.c_str(), kStranger, 0), 0);
  ExpectOthers(directory, kStranger, "0755");
}

TEST_F(WhoDecides, ALinkOnTheWayIsFollowedByItsDirectories) {
  fs::create_directories(scene_.Sub("open"));
  fs::create_symlink(scene_.Sub("p"), scene_.Sub("open/link"));
  fs::create_directories(scene_.Sub("closed"));
  fs::create_symlink("../open/link/app.policy", scene_.Sub("closed/a.policy"));
  policy_ = scene_.Sub("closed/a.policy");
  ExpectUsed("control");
  chmod(scene_.Sub("open").c_str(), 0777);
  ExpectOthers(scene_.Sub("open"), 0, "0777");
  chmod(scene_.Sub("open").c_str(), 01777);
  ExpectUsed("sticky");
  EXPECT_EQ(lchown(scene_.Sub("open/link").c_str(), kStranger, 0), 0);
  ExpectOthers(scene_.Sub("open/link"), kStranger, "0777");
}

TEST_F(WhoDecides, AnIncludedFileIsPartOfThePolicy) {
  const std::string part = scene_.Write("part", "landshim 1\n");
  scene_.Write("p/app.policy", "landshim 1\nabi 1..11\ninclude " + part +
                                   "\nread " + scene_.Sub("granted") + "\n");
  ExpectUsed("control");
  chmod(part.c_str(), 0666);
  policy_ = part;  // for the message
  const std::string line = Others(part, 0, "0666");
  policy_ = scene_.Sub("p/app.policy");
  EXPECT_TRUE(Refused(ByRun().Run(), kFailed, line));
  EXPECT_TRUE(Refused(ByPreload().Run(), kFailed, line));
}

TEST_F(WhoDecides, NoWordOfASecretIsShown) {
  const std::string secret = scene_.Write("shadow", "root:$y$j9T$hunter2\n");
  const std::string line = secret +
                           ":1:1: this is no statement of a policy; what it "
                           "says is not shown; correct it, or name a policy";
  const std::string rules = "abi 1; include " + secret;
  Result result = RunWith({"--rule", rules}, Read(scene_.granted())).Run();
  EXPECT_EQ(result.status, kFailed);
  EXPECT_EQ(result.err.find("y$"), std::string::npos) << result;
  EXPECT_EQ(result.err.find("root:"), std::string::npos) << result;
  scene_.Write("shadow", "hunter2 is it\n");
  EXPECT_TRUE(Refused(RunWith({"--rule", rules}, Read(scene_.granted())).Run(),
                      kFailed, line));
  EXPECT_TRUE(
      Refused(Command(Read(scene_.granted())).Preload().Rules(rules).Run(),
              kFailed, line));
}

TEST_F(WhoDecides, AVariableDoesNotOpenEverything) {
  const auto opened = [](const std::string& place, const std::string& by,
                         const std::string& value) {
    return "all of '" + place + "' would be open, as " + by + " is '" + value +
           "'; change that, write the place itself, or add '--allow-broad " +
           place + "' to 'landshim run'";
  };
  const auto with = [&](const char* name, const std::string& value,
                        const std::string& rule, const Words& more = {}) {
    Words options = {"--rule", "abi 1..11; " + rule};
    options.insert(options.end(), more.begin(), more.end());
    return RunWith(options, Read(scene_.secret())).Env(name, value).Run();
  };
  EXPECT_TRUE(Refused(with("HOME", "/", "read ~"), kFailed,
                      "options:1:17: " + opened("/", "HOME", "/")));
  EXPECT_TRUE(
      Refused(with("HOME", "/home/u/../..//./", "read ~"), kFailed,
              "options:1:17: " + opened("/", "HOME", "/home/u/../..//./")));
  EXPECT_TRUE(Refused(with("TMPDIR", "/etc/", "include <tmp>"), kFailed,
                      "<tmp>:6:8: " + opened("/etc", "TMPDIR", "/etc/")));
  EXPECT_TRUE(Refused(
      RunWith({"--abi", "1..11", "--write", "."}, Read(scene_.secret()))
          .Env("HOME", scene_.path())
          .Cwd(scene_.path())
          .Run(),
      kFailed,
      "options:2:7: " +
          opened(scene_.path(), "the working directory", scene_.path())));
  // What is named, or written out, is what was meant.
  EXPECT_TRUE(Ended(with("HOME", "/", "read ~", {"--allow-broad", "/"}), 0,
                    kSecretText));
  EXPECT_TRUE(Ended(with("HOME", "/", "read /"), 0, kSecretText));
  EXPECT_TRUE(Ended(with("HOME", scene_.path(), "read ~"), 0, kSecretText));
}

TEST_F(WhoDecides, ARecorderIsNotLookedForInPath) {
  const std::string planted =
      scene_.Script("bin/landshim",
                    "#!/bin/sh\necho planted >" + scene_.Sub("planted") + "\n");
  const auto learn = [&] {
    Command command(Read(scene_.granted()));
    command.Preload()
        .Env("LANDSHIM_LEARN", scene_.Sub("rec"))
        .Env("PATH", scene_.Sub("bin") + ":/usr/bin:/bin");
    return command;
  };
  EXPECT_EQ(learn().Run().status, kFailed);
  EXPECT_FALSE(fs::exists(scene_.Sub("planted")));
  EXPECT_TRUE(Refused(
      learn().Env("LANDSHIM_BIN", "landshim").Run(), kFailed,
      "LANDSHIM_BIN: relative path 'landshim'; name the landshim command from "
      "the root"));
  chmod(planted.c_str(), 0777);
  policy_ = planted;  // for the message
  EXPECT_TRUE(Refused(learn().Env("LANDSHIM_BIN", planted).Run(), kFailed,
                      Others(planted, 0, "0777")));
  EXPECT_FALSE(fs::exists(scene_.Sub("planted")));
}

TEST_F(WhoDecides, APathIsNeverCutToAnotherOne) {
  // As long as a path may be, and cut to that length the secret.
  const std::string longest =
      std::string(4095 - scene_.secret().size(), '/') + scene_.secret();
  const auto read = [&](const std::string& list) {
    return Command(Read(scene_.secret()))
        .Preload()
        .Env("LL_FS_RO", list)
        .Env("LL_FS_RW", "")
        .Run();
  };
  EXPECT_EQ(read(longest).out, kSecretText) << "control";
  const Result result = read(longest + "x");
  EXPECT_EQ(result.status, EACCES);
  EXPECT_NE(result.err.find("name too long (ENAMETOOLONG)"), std::string::npos);
}

}  // namespace
}  // namespace landshim::attacks
