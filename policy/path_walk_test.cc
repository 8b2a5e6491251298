// Where paths lead, and which errors come on the way.
#include "policy/path_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "policy/fake_filesystem.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;

class PathWalk : public ::testing::Test {
 protected:
  PathWalk() {
    files_.File("/d/f").Directory("/d/e").Link("/l", "d/f");
    files_.Link("/d/up", "../l").Link("/d/absolute", "/d/e");
    files_.Link("/dangling", "d/none").Link("/loop", "loop");
    files_.Link("/slash", "d/e/").Link("/empty", "");
  }

  Found Follow(const std::string& path) {
    return files_.Find(path, LastName::kFollow);
  }
  Found Keep(const std::string& path) {
    return files_.Find(path, LastName::kKeep);
  }
  Found Entry(const std::string& path) {
    return files_.Find(path, LastName::kEntry);
  }
  Found Create(const std::string& path) {
    return files_.Find(path, LastName::kCreate);
  }

  FakeFilesystem& files() { return files_; }

 private:
  FakeFilesystem files_;
};

TEST_F(PathWalk, EndsAtAFile) {
  const Found found = Follow("/d/f");
  EXPECT_EQ(found.error, 0);
  EXPECT_EQ(found.object.id, files().Id("/d/f"));
  EXPECT_EQ(found.parent.id, files().Id("/d"));
  EXPECT_THAT(found.above, ElementsAre(files().Id("/d"), files().Id("/")));
  EXPECT_EQ(found.path, "/d/f");
  EXPECT_FALSE(found.trailing_slash);
}

TEST_F(PathWalk, OfTheRootHasNothingAbove) {
  const Found found = Follow("/");
  EXPECT_EQ(found.object.id, files().Id("/"));
  EXPECT_THAT(found.above, ElementsAre());
  EXPECT_EQ(found.path, "/");
  EXPECT_EQ(found.parent.kind, FileKind::kNone);
  EXPECT_EQ(Follow("/..").object.id, files().Id("/"));
  EXPECT_EQ(Follow("///").path, "/");
}

TEST_F(PathWalk, FollowsLinksRelativeToWhereTheyLie) {
  for (const char* path : {"/l", "/d/up", "/d/absolute/../f", "/d/./f",
                           "//d//f", "/d/e/../../d/f"}) {
    const Found found = Follow(path);
    EXPECT_EQ(found.error, 0) << path;
    EXPECT_EQ(found.object.id, files().Id("/d/f")) << path;
    EXPECT_THAT(found.above, ElementsAre(files().Id("/d"), files().Id("/")))
        << path;
    EXPECT_EQ(found.path, "/d/f") << path;
  }
}

TEST_F(PathWalk, GivesTheDirectoryAboveOneThatDotsLeadTo) {
  const Found found = Follow("/d/e/..");
  EXPECT_EQ(found.object.id, files().Id("/d"));
  EXPECT_EQ(found.path, "/d");
  EXPECT_THAT(found.above, ElementsAre(files().Id("/")));
}

TEST_F(PathWalk, KeepsALinkUnlessASlashIsBehindIt) {
  EXPECT_EQ(Keep("/l").object.kind, FileKind::kSymlink);
  EXPECT_EQ(Keep("/l").path, "/l");
  EXPECT_EQ(Keep("/d/absolute/").object.id, files().Id("/d/e"));
  EXPECT_EQ(Keep("/l/").error, ENOTDIR);
  EXPECT_EQ(Entry("/d/absolute/").object.kind, FileKind::kSymlink);
  EXPECT_TRUE(Entry("/d/absolute/").trailing_slash);
}

TEST_F(PathWalk, FailsWhereNothingIs) {
  EXPECT_EQ(Follow("/none").error, ENOENT);
  EXPECT_EQ(Follow("/none").parent.id, files().Id("/"));
  EXPECT_EQ(Follow("/none").path, "/none");
  EXPECT_EQ(Follow("/none/f").error, ENOENT);
  EXPECT_EQ(Follow("/none/f").parent.kind, FileKind::kNone);
  EXPECT_EQ(Follow("").error, ENOENT);
  EXPECT_EQ(Follow("relative").error, ENOENT);
  EXPECT_EQ(Follow("/empty").error, ENOENT);
}

TEST_F(PathWalk, SaysWhereALinkWouldMakeAFile) {
  const Found found = Create("/dangling");
  EXPECT_EQ(found.error, ENOENT);
  EXPECT_EQ(found.path, "/d/none");
  EXPECT_EQ(found.parent.id, files().Id("/d"));
  EXPECT_EQ(files().Find("/dangling", LastName::kCreateKeep).object.kind,
            FileKind::kSymlink);
}

TEST_F(PathWalk, CreatesNothingBehindASlash) {
  for (const char* path :
       {"/none/", "/d/f/", "/d/e/", "/slash", "/dangling/"}) {
    EXPECT_EQ(Create(path).error, EISDIR) << path;
  }
  EXPECT_EQ(Create("/none/f/").error, ENOENT);
  EXPECT_EQ(Create("/d/.").error, 0);
}

TEST_F(PathWalk, FailsAtAFileInTheMiddle) {
  for (const char* path : {"/d/f/x", "/d/f/", "/d/f/.", "/d/f/..", "/l/x"}) {
    EXPECT_EQ(Follow(path).error, ENOTDIR) << path;
  }
}

TEST_F(PathWalk, FailsAtTooManyLinks) {
  EXPECT_EQ(Follow("/loop").error, ELOOP);
  EXPECT_EQ(Keep("/loop").error, 0);
  std::string target = "/d/f";
  for (int i = 0; i < 41; ++i) {
    const std::string link = "/chain" + std::to_string(i);
    files().Link(link, target);
    target = link;
  }
  EXPECT_EQ(Follow("/chain39").error, 0);
  EXPECT_EQ(Follow("/chain40").error, ELOOP);
}

TEST_F(PathWalk, FailsWhereItMayNotSearch) {
  files().At("/d").execute_error = EACCES;
  EXPECT_EQ(Follow("/d/f").error, EACCES);
  EXPECT_EQ(Follow("/d/f").parent.kind, FileKind::kNone);
  EXPECT_EQ(Follow("/d/none").error, EACCES);
  EXPECT_EQ(Follow("/d/.").error, EACCES);
  EXPECT_EQ(Entry("/d/f").error, EACCES);
  EXPECT_EQ(Follow("/d").error, 0);
  EXPECT_EQ(Follow("/d/").error, 0);
}

TEST_F(PathWalk, IsBoundInLength) {
  const std::string longest(4094, '/');
  EXPECT_EQ(Follow(longest + "d").error, 0);
  EXPECT_EQ(Follow(longest + "/d").error, ENAMETOOLONG);
}

TEST_F(PathWalk, LooksAnEntryUpInItsDirectory) {
  const Found found = Entry("/d/new");
  EXPECT_EQ(found.error, 0);
  EXPECT_EQ(found.object.kind, FileKind::kNone);
  EXPECT_EQ(found.parent.id, files().Id("/d"));
  EXPECT_EQ(found.path, "/d/new");
  EXPECT_EQ(Entry("/d/f").object.id, files().Id("/d/f"));
  EXPECT_EQ(Entry("/d/f/x").error, ENOTDIR);
  EXPECT_EQ(Entry("/").last_type, LastType::kRoot);
  EXPECT_EQ(Entry("/d/.").last_type, LastType::kDot);
  EXPECT_EQ(Entry("/d/e/..").last_type, LastType::kDotDot);
  EXPECT_EQ(Entry("/d/e/..").parent.id, files().Id("/d/e"));
  EXPECT_EQ(Entry("/d/e").last_type, LastType::kNormal);
}

TEST_F(PathWalk, SaysHowFarLinksReachInTheGivenPath) {
  EXPECT_EQ(Follow("/d/f").links_until, 0U);
  EXPECT_EQ(Follow("/l").links_until, 2U);
  EXPECT_EQ(Follow("/d/absolute/x").links_until, 11U);
  EXPECT_EQ(Follow("/d/absolute/../up").links_until, 17U);
  EXPECT_EQ(Keep("/l").links_until, 0U);
}

TEST_F(PathWalk, EntersAndLeavesMounts) {
  files().Mount("/d/m").File("/d/m/f");
  const Found found = Follow("/d/m/f");
  EXPECT_EQ(found.object.mount, files().At("/d/m").mount);
  EXPECT_NE(found.object.mount, files().At("/d").mount);
  EXPECT_THAT(found.above, ElementsAre(files().Id("/d/m"), files().Id("/d"),
                                       files().Id("/")));
  EXPECT_EQ(Follow("/d/m/../f").object.id, files().Id("/d/f"));
}

TEST_F(PathWalk, CountsWhatIsAboveOnTheSameMount) {
  files().Mount("/d/m").File("/d/m/e/f");
  EXPECT_EQ(Follow("/d/m/e/f").above.size(), 4U);
  EXPECT_EQ(Follow("/d/m/e/f").above_on_mount, 2U);
  EXPECT_EQ(Follow("/d/f").above_on_mount, 2U);
}

TEST_F(PathWalk, TakesAMountPointForWhatIsBeneathIt) {
  files().Mount("/d/m");
  EXPECT_EQ(Follow("/d/m").object.id, files().Id("/d/m"));
  EXPECT_EQ(Entry("/d/m").object.kind, FileKind::kDirectory);
  EXPECT_EQ(Entry("/d/m").object.id, ObjectId{});
}

TEST_F(PathWalk, JumpsWhereLinksOfProcLead) {
  files().Make("pipe:[1]", FileKind::kFifo);
  files().MagicLink("/proc/1/fd/0", "pipe:[1]");
  files().MagicLink("/proc/1/exe", "/d/f").MagicLink("/proc/1/cwd", "/d");
  const Found pipe = Follow("/proc/1/fd/0");
  EXPECT_EQ(pipe.object.kind, FileKind::kFifo);
  EXPECT_THAT(pipe.above, ElementsAre());
  EXPECT_EQ(pipe.path, "pipe:[1]");
  const Found file = Follow("/proc/1/exe");
  EXPECT_EQ(file.path, "/d/f");
  EXPECT_THAT(file.above, ElementsAre(files().Id("/d"), files().Id("/")));
  EXPECT_EQ(Follow("/proc/1/cwd/f").object.id, files().Id("/d/f"));
  EXPECT_EQ(Follow("/proc/1/cwd").object.id, files().Id("/d"));
  EXPECT_EQ(Follow("/proc/1/fd/0/").error, ENOTDIR);
}

TEST_F(PathWalk, KnowsOneFileByTwoNames) {
  files().HardLink("/other/g", "/d/f");
  EXPECT_EQ(Follow("/other/g").object.id, files().Id("/d/f"));
  EXPECT_EQ(Follow("/other/g").parent.id, files().Id("/other"));
}

}  // namespace
}  // namespace landshim::testing
