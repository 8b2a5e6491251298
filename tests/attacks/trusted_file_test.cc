// Who may write to a policy, where modes alone do not say it: lists, groups,
// mounts, namespaces; and users, who are told.
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>

#include "tests/attacks/root_policy.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::Ended;
using landshim::testing::kGrantedText;
using landshim::testing::Program;
using landshim::testing::Refused;
using landshim::testing::RunWith;

constexpr uid_t kUser = 1234;
constexpr uid_t kStranger = 4321;
constexpr int kSetUpFailed = 99;

class TrustedFile : public RootPolicy {
 protected:
  static void BecomeUser() {
    if (setgid(kUser) != 0 || setuid(kUser) != 0) _exit(kSetUpFailed);
  }
  Command ByUser() const { return ByRun().Before(BecomeUser); }
};

TEST_F(TrustedFile, HasNoListThatNamesOthers) {
  ASSERT_EQ(chmod(policy_.c_str(), 0664), 0);
  ExpectUsed("control");
  if (!AddToList(policy_, kUser)) {
    GTEST_SKIP() << "no access control lists on this file system";
  }
  ExpectOthers(policy_, 0, "0664");
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
  if (!landshim::testing::MayMount()) {
    GTEST_SKIP() << "nothing can be mounted";
  }
  const auto mounted = [&map](unsigned long flags) {
    return [map, flags] {
      landshim::testing::MountOver(map.c_str(), map.c_str());
      if (mount("", map.c_str(), nullptr, MS_BIND | MS_REMOUNT | flags,
                nullptr) != 0) {
        _exit(kSetUpFailed);
      }
    };
  };
  EXPECT_TRUE(Ended(ByRun().Before(mounted(MS_RDONLY)).Run(), 0, kGrantedText));
  EXPECT_TRUE(
      Ended(ByPreload().Before(mounted(MS_RDONLY)).Run(), 0, kGrantedText));
  EXPECT_TRUE(Refused(ByRun().Before(mounted(0)).Run(), kFailed,
                      Others(map, kStranger, "0777")));
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
