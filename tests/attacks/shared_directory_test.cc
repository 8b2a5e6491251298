// A directory like /tmp, where everybody makes names: who gets to a policy by a
// name in it gets there by root's, whichever way that was. The links here lead
// to directories, which the kernel follows whatever fs.protected_symlinks says.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/attacks/root_policy.h"
#include "tests/lib/kernel.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using landshim::testing::Ended;
using landshim::testing::kGrantedText;
using landshim::testing::Program;
using landshim::testing::Refused;

constexpr uid_t kStranger = 4321;
constexpr int kSetUpFailed = 99;

class SharedDirectory : public RootPolicy {
 protected:
  void SetUp() override {
    RootPolicy::SetUp();
    if (IsSkipped()) return;
    shared_ = scene_.Sub("tmp");
    fs::create_directories(scene_.Sub("tmp/mine"));
    ASSERT_EQ(chmod(shared_.c_str(), 01777), 0);
    link_ = scene_.Sub("tmp/current");
    fs::create_symlink("../p", link_);
  }

  void ExpectThatTheLinksOwnerDecides(const std::string& path) {
    policy_ = path;
    ASSERT_EQ(lchown(link_.c_str(), 0, 0), 0);
    ExpectUsed("control");
    ASSERT_EQ(lchown(link_.c_str(), kStranger, kStranger), 0);
    ExpectOthers(link_, kStranger, "0777");
  }

  std::string shared_;
  std::string link_;  // in it, to the policy's directory
};

TEST_F(SharedDirectory, IsKnownAgainByDots) {
  for (const char* way :
       {"tmp/current", "tmp/./current/", "tmp/mine/../current",
        "tmp/mine/.././/current", "tmp/current/../tmp/current"}) {
    SCOPED_TRACE(way);
    ExpectThatTheLinksOwnerDecides(scene_.Sub(way) + "/app.policy");
  }
}

TEST_F(SharedDirectory, IsKnownAgainFromTheWorkingDirectory) {
  cwd_ = scene_.Sub("tmp/mine");
  ExpectThatTheLinksOwnerDecides("../current/app.policy");
  ExpectThatTheLinksOwnerDecides("/proc/self/cwd/../current/app.policy");
  cwd_ = shared_;
  ExpectThatTheLinksOwnerDecides("current/app.policy");
}

TEST_F(SharedDirectory, IsNotKnownFromAWorkingDirectoryThatIsGone) {
  const auto remove = [this] {
    if (rmdir(scene_.Sub("tmp/mine").c_str()) != 0) _exit(kSetUpFailed);
  };
  cwd_ = scene_.Sub("tmp/mine");
  policy_ = "../current/app.policy";
  ExpectUsed("control");
  EXPECT_TRUE(
      Refused(ByRun().Before(remove).Run(), kFailed, Others(".", 0, "0755")));
  fs::create_directory(cwd_);
  EXPECT_TRUE(Refused(ByPreload().Before(remove).Run(), kFailed,
                      Others(".", 0, "0755")));
}

TEST_F(SharedDirectory, IsKnownAgainBehindLinksOfRoot) {
  const std::string third = scene_.Sub("tmp/third");
  fs::create_symlink("current", third);
  const std::string second = scene_.Sub("tmp/mine/second");
  fs::create_symlink("../third/", second);
  const std::string first = scene_.Sub("first");
  fs::create_symlink(second, first);
  for (const std::string& way : {third, second, first}) {
    SCOPED_TRACE(way);
    ExpectThatTheLinksOwnerDecides(way + "/app.policy");
  }
}

// By its group, or a list, as by everybody.
TEST_F(SharedDirectory, IsOneForAGroupToo) {
  const std::string policy = scene_.Sub("tmp/mine/../current/app.policy");
  ASSERT_EQ(chown(shared_.c_str(), 0, kStranger), 0);
  ASSERT_EQ(chmod(shared_.c_str(), 01775), 0);
  ExpectThatTheLinksOwnerDecides(policy);
  ASSERT_EQ(chown(shared_.c_str(), 0, 0), 0);
  ExpectUsed("a link of another user's that only root can have put there");
  if (!AddToList(shared_, kStranger)) GTEST_SKIP() << "no lists here";
  ExpectThatTheLinksOwnerDecides(policy);
}

// What a link leads to does not say who made the link.
TEST_F(SharedDirectory, IsNotReadOnlyAsTheLinksTargetIs) {
  if (!landshim::testing::MayMount()) {
    GTEST_SKIP() << "nothing can be mounted";
  }
  const std::string read_only = scene_.Sub("p");
  const auto mounted = [&read_only] {
    landshim::testing::MountOver(read_only.c_str(), read_only.c_str());
    if (mount("", read_only.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY,
              nullptr) != 0) {
      _exit(kSetUpFailed);
    }
  };
  policy_ = link_ + "/app.policy";
  EXPECT_TRUE(Ended(ByRun().Before(mounted).Run(), 0, kGrantedText))
      << "control";
  ASSERT_EQ(lchown(link_.c_str(), kStranger, kStranger), 0);
  const std::string line = Others(link_, kStranger, "0777");
  EXPECT_TRUE(Refused(ByRun().Before(mounted).Run(), kFailed, line));
  EXPECT_TRUE(Refused(ByPreload().Before(mounted).Run(), kFailed, line));
}

// Where fs.protected_hardlinks is 0, everybody gives root's files more names.
TEST_F(SharedDirectory, HoldsNoSecondNames) {
  const std::string second = scene_.Sub("tmp/app.policy");
  fs::create_hard_link(policy_, second);
  ExpectUsed("a first name where nobody else makes any");
  policy_ = second;
  ExpectOthers(shared_, 0, "1777");
  fs::remove(scene_.Sub("p/app.policy"));
  ExpectUsed("the only name");
  // Of a link.
  ASSERT_EQ(link(link_.c_str(), scene_.Sub("tmp/second").c_str()), 0);
  scene_.Write("p/app.policy", text_);
  policy_ = scene_.Sub("tmp/second/app.policy");
  ExpectOthers(shared_, 0, "1777");
  fs::remove(link_);
  ExpectUsed("the only name of a link");
}

// The name was there when it was opened, and its owner took it away.
TEST_F(SharedDirectory, IsNotTrustedForNamesThatAreGone) {
  const auto learn = [this](const std::string& command) {
    return Command({Program("read_file"), scene_.granted()})
        .Preload()
        .Env("LANDSHIM_LEARN", scene_.Sub("rec"))
        .Env("LANDSHIM_BIN", command)
        .Run();
  };
  policy_ = scene_.Sub("tmp/mine/landshim");  // for the message
  EXPECT_EQ(learn(policy_).err.find("others may"), std::string::npos)
      << "control";
  policy_ = scene_.Sub("tmp/landshim");
  EXPECT_TRUE(Refused(learn(policy_), kFailed, Others(shared_, 0, "1777")));
}

TEST_F(SharedDirectory, DoesNotChooseTheRecorder) {
  policy_ = scene_.Sub("tmp/mine/../current/landshim");  // for the message
  fs::create_symlink(landshim::testing::LandshimPath(),
                     scene_.Sub("p/landshim"));
  const auto learn = [this] {
    return Command({Program("read_file"), scene_.granted()})
        .Preload()
        .Env("LANDSHIM_LEARN", scene_.Sub("rec"))
        .Env("LANDSHIM_BIN", policy_)
        .Run();
  };
  EXPECT_TRUE(Ended(learn(), 0, kGrantedText)) << "control";
  ASSERT_EQ(lchown(link_.c_str(), kStranger, kStranger), 0);
  EXPECT_TRUE(Refused(learn(), kFailed, Others(link_, kStranger, "0777")));
}

// What was opened counts, too, where no name leads to it any more.
TEST_F(SharedDirectory, IsNotTheOnlyPlaceOfAStrangersFile) {
  const std::string file = scene_.Write("p/opened", text_);
  const auto hold = [&file] {
    constexpr int kDescriptor = 9;
    const std::string other = file + ".other";
    if (dup2(open(file.c_str(), O_RDONLY), kDescriptor) != kDescriptor ||
        rename(file.c_str(), other.c_str()) != 0 ||
        link(other.c_str(), file.c_str()) != 0 || unlink(other.c_str()) != 0) {
      _exit(kSetUpFailed);
    }
  };
  policy_ = "/dev/fd/9";
  EXPECT_TRUE(Ended(ByRun().Before(hold).Run(), 0, kGrantedText)) << "control";
  ASSERT_EQ(chown(file.c_str(), kStranger, kStranger), 0);
  EXPECT_TRUE(Refused(ByRun().Before(hold).Run(), kFailed,
                      Others(policy_, kStranger, "0644")));
  EXPECT_TRUE(Refused(ByPreload().Before(hold).Run(), kFailed,
                      Others(policy_, kStranger, "0644")));
}

}  // namespace
}  // namespace landshim::attacks
