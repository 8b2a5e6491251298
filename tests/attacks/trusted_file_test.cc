// Who may write to a policy, where modes alone do not say it: lists, groups,
// mounts, namespaces; and users, who are told.
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::Ended;
using landshim::testing::ForEverybody;
using landshim::testing::kGrantedText;
using landshim::testing::Program;
using landshim::testing::Refused;
using landshim::testing::RunWith;

constexpr int kFailed = 125;
constexpr uid_t kUser = 1234;
constexpr uid_t kStranger = 4321;
constexpr int kSetUpFailed = 99;

class TrustedFile : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "files of others take root";
    text_ = "landshim 1\nabi 1..11\nread " + scene_.Sub("granted") + "\n";
    policy_ = scene_.Write("p/app.policy", text_);
  }

  Command ByRun() const {
    return RunWith({"--policy", policy_},
                   {Program("read_file"), scene_.granted()});
  }
  Command ByPreload() const {
    return Command({Program("read_file"), scene_.granted()})
        .Env("LD_PRELOAD", ForEverybody(ShimPath(), "liblandshim.so"))
        .Policy(policy_);
  }
  std::string Others(const std::string& weak, uid_t owner,
                     const std::string& mode) const {
    return policy_ + ": others may change what it says: '" + weak +
           "' belongs to user " + std::to_string(owner) + " and has mode " +
           mode +
           "; let root or this user own it, and nobody else write to it "
           "(chown, chmod go-w)";
  }
  static void BecomeUser() {
    if (setgid(kUser) != 0 || setuid(kUser) != 0) _exit(kSetUpFailed);
  }
  Command ByUser() const { return ByRun().Before(BecomeUser); }

  landshim::testing::Scene scene_;
  std::string policy_;
  std::string text_;
};

TEST_F(TrustedFile, HasNoListThatNamesOthers) {
  EXPECT_TRUE(Ended(ByRun().Run(), 0, kGrantedText)) << "control";
  if (!ListUser(policy_, kUser, 6)) {
    GTEST_SKIP() << "no access control lists on this file system";
  }
  EXPECT_TRUE(Refused(ByRun().Run(), kFailed, Others(policy_, 0, "0765")));
  EXPECT_TRUE(Refused(ByPreload().Run(), kFailed, Others(policy_, 0, "0765")));
}

TEST_F(TrustedFile, MayBeOfTheUsersOwnGroup) {
  ASSERT_EQ(chown(policy_.c_str(), kUser, kUser), 0);
  ASSERT_EQ(chmod(policy_.c_str(), 0664), 0);
  EXPECT_TRUE(Ended(ByUser().Run(), 0, kGrantedText));
  // Root does not take what a user wrote.
  EXPECT_TRUE(Refused(ByRun().Run(), kFailed, Others(policy_, kUser, "0664")));
}

TEST_F(TrustedFile, IsOnlyComplainedOfWhereAUserNamedIt) {
  ASSERT_EQ(chown(policy_.c_str(), kUser, kStranger), 0);
  ASSERT_EQ(chmod(policy_.c_str(), 0664), 0);
  const Words line = {Others(policy_, kUser, "0664")};
  EXPECT_TRUE(Ended(ByUser().Run(), 0, kGrantedText, line));
  EXPECT_TRUE(
      Ended(ByPreload().Before(BecomeUser).Run(), 0, kGrantedText, line));
  // Found by name, nobody named it.
  const std::string found =
      scene_.Write("config/landshim/read_file.policy", text_);
  ASSERT_EQ(chmod(found.c_str(), 0666), 0);
  policy_ = found;  // for the message
  EXPECT_TRUE(Refused(RunWith({}, {Program("read_file"), scene_.granted()})
                          .Env("XDG_CONFIG_HOME", scene_.Sub("config"))
                          .Before(BecomeUser)
                          .Run(),
                      kFailed, Others(found, 0, "0666")));
}

// As Kubernetes lays out and mounts a ConfigMap.
TEST_F(TrustedFile, MayLieWhereNobodyWritesByTheMount) {
  const std::string map = scene_.Sub("map");
  scene_.Write("map/..2026_01_30/app.policy", text_);
  fs::create_symlink("..2026_01_30", map + "/..data");
  fs::create_symlink("..data/app.policy", map + "/app.policy");
  for (const char* name : {"", "/..2026_01_30", "/..2026_01_30/app.policy"}) {
    ASSERT_EQ(chown((map + name).c_str(), kStranger, kStranger), 0);
    ASSERT_EQ(chmod((map + name).c_str(), 0777), 0);
  }
  policy_ = map + "/app.policy";
  const auto mounted = [&map](unsigned long flags) {
    return [map, flags] {
      if (unshare(CLONE_NEWNS) != 0 ||
          mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
          mount(map.c_str(), map.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
          mount("", map.c_str(), nullptr, MS_BIND | MS_REMOUNT | flags,
                nullptr) != 0) {
        _exit(kSetUpFailed);
      }
    };
  };
  if (Command({"/bin/true"}).Before(mounted(0)).Run().status != 0) {
    GTEST_SKIP() << "nothing can be mounted";
  }
  EXPECT_TRUE(Ended(ByRun().Before(mounted(MS_RDONLY)).Run(), 0, kGrantedText));
  EXPECT_TRUE(
      Ended(ByPreload().Before(mounted(MS_RDONLY)).Run(), 0, kGrantedText));
  EXPECT_TRUE(Refused(ByRun().Before(mounted(0)).Run(), kFailed,
                      Others(map, kStranger, "0777")));
}

// What `path` leads to, for a message about `weak`.
class OthersLink : public TrustedFile {
 protected:
  void SetUp() override {
    TrustedFile::SetUp();
    if (IsSkipped()) return;
    if (!Allows("protected_symlinks")) {
      GTEST_SKIP() << "the kernel follows no link of others here";
    }
    fs::create_directories(sticky_ + "/mine");
    fs::permissions(sticky_, static_cast<fs::perms>(01777));
    Link(policy_, sticky_ + "/theirs", kStranger);
    Link(policy_, sticky_ + "/own", 0);
  }

  static bool Allows(const std::string& protection) {
    std::ifstream file("/proc/sys/fs/" + protection);
    return file.get() == '0';
  }
  static void Link(const std::string& target, const std::string& name,
                   uid_t owner) {
    fs::create_symlink(target, name);
    ASSERT_EQ(lchown(name.c_str(), owner, owner), 0);
  }
  Result Run(const std::string& policy, const std::string& directory) {
    policy_ = policy;
    return ByRun()
        .Before([directory] {
          if (chdir(directory.c_str()) != 0) _exit(kSetUpFailed);
        })
        .Run();
  }

  const std::string sticky_ = scene_.Sub("st");
};

TEST_F(OthersLink, ChoosesNoPolicyByWhateverWayItIsReached) {
  Link("theirs", sticky_ + "/app", 0);
  Link(sticky_ + "/theirs", scene_.Sub("far"), 0);
  Link(sticky_ + "/mine/../theirs", scene_.Sub("mine_above"), 0);
  const std::string mine = sticky_ + "/mine";
  for (const std::string& way :
       {sticky_ + "/theirs", mine + "/../theirs", sticky_ + "/./theirs",
        sticky_ + "/app", scene_.Sub("far"), scene_.Sub("mine_above"),
        std::string("../theirs"), std::string("./../theirs")}) {
    const Result result = Run(way, mine);
    EXPECT_TRUE(Refused(result, kFailed,
                        Others(sticky_ + "/theirs", kStranger, "0777")))
        << way;
  }
  for (const std::string& way :
       {sticky_ + "/own", mine + "/../own", std::string("../own")}) {
    EXPECT_TRUE(Ended(Run(way, mine), 0, kGrantedText)) << way;
  }
}

// The link's own mount counts, and not that of what it leads to.
TEST_F(OthersLink, MayLeadToWhatNobodyCanWrite) {
  const std::string directory = scene_.Sub("p");
  const auto mounted = [this, &directory](const std::string& way) {
    policy_ = way;
    return ByRun()
        .Before([directory] {
          if (unshare(CLONE_NEWNS) != 0 ||
              mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
              mount(directory.c_str(), directory.c_str(), nullptr, MS_BIND,
                    nullptr) != 0 ||
              mount("", directory.c_str(), nullptr,
                    MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0) {
            _exit(kSetUpFailed);
          }
        })
        .Run();
  };
  const Result own = mounted(sticky_ + "/own");
  if (own.status == kSetUpFailed) GTEST_SKIP() << "nothing can be mounted";
  EXPECT_TRUE(Ended(own, 0, kGrantedText));
  const Result theirs = mounted(sticky_ + "/theirs");
  EXPECT_TRUE(
      Refused(theirs, kFailed, Others(sticky_ + "/theirs", kStranger, "0777")));
}

// Of root's files somebody else could choose one by such a name.
TEST_F(OthersLink, MayBeASecondNameOfAFile) {
  const std::string name = sticky_ + "/second";
  fs::create_hard_link(policy_, name);
  EXPECT_TRUE(Ended(Run(policy_, "/"), 0, kGrantedText));
  const Result second = Run(name, "/");
  EXPECT_TRUE(Refused(second, kFailed, Others(sticky_, 0, "1777")));
  fs::remove(name);
  fs::copy_file(scene_.Sub("p/app.policy"), name);
  EXPECT_TRUE(Ended(Run(name, "/"), 0, kGrantedText));
}

// Writes a map of users and groups, as newuidmap(1) does.
bool WriteMaps(pid_t process, const char* numbers) {
  for (const char* file : {"/uid_map", "/gid_map"}) {
    const std::string path = "/proc/" + std::to_string(process) + file;
    FILE* const stream = fopen(path.c_str(), "w");
    if (stream == nullptr) return false;
    const bool written = fputs(numbers, stream) >= 0;
    if (fclose(stream) != 0 || !written) return false;
  }
  return true;
}

// For Command::Before: root of a namespace of users with these numbers.
std::function<void()> InNamespace(const char* numbers) {
  return [numbers] {
    int ready[2];
    const pid_t process = getpid();
    if (pipe(ready) != 0) _exit(kSetUpFailed);
    const pid_t helper = fork();
    if (helper == 0) {
      char byte = 0;
      const bool is_ready = read(ready[0], &byte, 1) == 1;
      _exit(is_ready && WriteMaps(process, numbers) ? 0 : kSetUpFailed);
    }
    int status = 0;
    if (helper < 0 || unshare(CLONE_NEWUSER) != 0 ||
        write(ready[1], "", 1) != 1 || waitpid(helper, &status, 0) != helper ||
        status != 0 || setgid(0) != 0 || setuid(0) != 0) {
      _exit(kSetUpFailed);
    }
    close(ready[0]);
    close(ready[1]);
  };
}

// In a namespace of users, who has a number there decides.
TEST_F(TrustedFile, MayComeFromOutsideOfAContainer) {
  const auto one = InNamespace("0 1234 1\n");
  if (Command({"/bin/true"}).Before(one).Run().status != 0) {
    GTEST_SKIP() << "no namespaces of users here";
  }
  // Root's file is nobody's in there.
  EXPECT_TRUE(Ended(ByRun().Before(one).Run(), 0, kGrantedText));
  // Nobody is somebody where the number was handed out.
  const auto all = InNamespace("0 0 100000\n");
  EXPECT_TRUE(Ended(ByRun().Before(all).Run(), 0, kGrantedText));
  ASSERT_EQ(chown(policy_.c_str(), 65534, 0), 0);
  EXPECT_TRUE(Refused(ByRun().Before(all).Run(), kFailed,
                      Others(policy_, 65534, "0644")));
}

}  // namespace
}  // namespace landshim::attacks
