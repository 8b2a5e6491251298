// The directory in which landshim writes, as root: nobody else makes names in
// it, by a list either, and nobody else chooses which one it is.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/attacks/root_policy.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kStranger = 4242;
constexpr char kNoLists[] = "no access control lists on this file system";

class OutputDirectory : public ::testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "files of others take root";
    work_ = scene_.Sub("work");
    fs::create_directory(work_);
    chmod(work_.c_str(), 0775);
  }

  static void Expect(const Words& words, const std::string& line) {
    const Result result = Landshim(words).Run();
    EXPECT_EQ(result.status, line.empty() ? 0 : kFailed) << result;
    EXPECT_EQ(result.err, line.empty() ? "" : "landshim: " + line + "\n");
  }

  Scene scene_;
  std::string work_;
};

TEST_F(OutputDirectory, HasNoListThatNamesOthers) {
  const std::string file = work_ + "/liblandshim.so";
  Expect({"shim", "-o", file}, "");
  if (!AddToList(work_, kStranger)) GTEST_SKIP() << kNoLists;
  Expect({"shim", "-o", file},
         file +
             ": its directory can be written by users in its access control "
             "list, who can replace what is written there; name a file in a "
             "directory that only you and root can write");
  // The group's bits are the most that a list gives.
  chmod(work_.c_str(), 0755);
  Expect({"shim", "-o", file}, "");
  // Nobody replaces what is another's where it is sticky; their own they do.
  chmod(work_.c_str(), 01775);
  Expect({"shim", "-o", file}, "");
  ASSERT_EQ(chown(file.c_str(), kStranger, kStranger), 0);
  Expect({"shim", "-o", file},
         file + ": this belongs to another user (4242); name another file");
}

TEST_F(OutputDirectory, HasNoListWhereAProgramIsInstalled) {
  Expect({"install", work_}, "");
  if (!AddToList(work_, kStranger)) GTEST_SKIP() << kNoLists;
  for (const std::string& place : {work_, work_ + "/inner"}) {
    Expect({"install", place},
           work_ +
               ": others can write to this directory, and so replace what is "
               "installed; name another one, or add '--chmod' if it is the one "
               "for landshim");
  }
  Expect({"install", "--chmod", work_}, "");
}

// Their owner is asked of the very link that is followed.
TEST_F(OutputDirectory, IsReachedByNoSwappedLink) {
  const std::string precious = scene_.Sub("precious");
  fs::create_directory(precious);
  const std::string mine = work_ + "/mine";
  const std::string theirs = work_ + "/theirs";
  fs::create_directory(work_ + "/place");
  fs::create_symlink("place", mine);
  fs::create_symlink(precious, theirs);
  ASSERT_EQ(lchown(theirs.c_str(), kStranger, kStranger), 0);
  ASSERT_EQ(chown(work_.c_str(), kStranger, kStranger), 0);
  const std::string file = mine + "/liblandshim.so";
  Expect({"shim", "-o", file}, "");
  const Swapper swapper(mine, theirs);
  int written = 0;
  for (int i = 0; i < 200; ++i) {
    if (Landshim({"shim", "-o", file}).Run().status == 0) ++written;
    ASSERT_FALSE(fs::exists(precious + "/liblandshim.so")) << i;
  }
  EXPECT_GT(written, 0);
}

}  // namespace
}  // namespace landshim::attacks
