// What a program leaves in the place of a file that landshim writes later, as
// root: links, pipes and second names. Nothing of another user's changes.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr uid_t kOther = 65534;  // nobody
constexpr char kPrecious[] = "precious\n";

class OutputFiles : public ::testing::Test {
 protected:
  OutputFiles() {
    precious_ = scene_.Write("precious/important.conf", kPrecious);
    recording_ = scene_.Sub("good.rec");
    policy_ = scene_.Write("good.policy",
                           "landshim 1\nabi 1..11\ninclude <base> <libs>\n");
    work_ = scene_.Sub("work");
    fs::create_directory(work_);
    // The least that drafts and explains.
    const Result result =
        Landshim({"learn", "-o", recording_, "--", "/bin/true"}).Run();
    EXPECT_EQ(result.status, 0) << result;
  }

  // Every command that writes, to `file`.
  std::vector<Words> Commands(const std::string& file) const {
    return {
        {"shim", "-o", file},
        {"draft", recording_, "-o", file},
        {"learn", "-o", file, "--", "/bin/echo", "ran"},
        {"learn", "-o", recording_, "--draft", file, "--", "/bin/echo", "ran"},
        {"explain", "--policy", policy_, "-o", file, "--", "/bin/echo", "ran"},
        {"explain", "--policy", policy_, "--amend", file, "--yes", "--",
         "/bin/echo", "ran"},
    };
  }

  // All of them, with this in the place.
  void EachIsRefused(const std::string& file, const std::string& why,
                     const std::function<void()>& plant) {
    for (const Words& words : Commands(file)) {
      plant();
      const Result result = Landshim(words).Run();
      EXPECT_EQ(result.status, 125) << words[0] << result;
      EXPECT_EQ(result.out, "") << words[0];
      // A draft says whose line it is.
      EXPECT_EQ(result.err, std::string("landshim: ") +
                                (words[0] == "draft" ? "draft: " : "") + file +
                                ": " + why + '\n')
          << words[0];
      EXPECT_EQ(ContentOf(precious_), kPrecious) << words[0];
    }
  }

  Scene scene_;
  std::string precious_;
  std::string recording_;
  std::string policy_;
  std::string work_;
};

// The control: what writes as a shell does follows the link.
TEST_F(OutputFiles, AreFollowedByOthers) {
  ASSERT_EQ(symlink(precious_.c_str(), (work_ + "/out").c_str()), 0);
  EXPECT_EQ(
      Command({"/bin/sh", "-c", "echo gone >" + work_ + "/out"}).Run().status,
      0);
  EXPECT_EQ(ContentOf(precious_), "gone\n");
}

TEST_F(OutputFiles, AreNoLinks) {
  const std::string file = work_ + "/out";
  for (const std::string& target :
       {precious_, scene_.Sub("precious/new"), std::string("/dev/null")}) {
    EachIsRefused(
        file, "this is a symbolic link; name the file that it leads to", [&] {
          fs::remove(file);
          fs::create_symlink(target, file);
        });
  }
  EXPECT_FALSE(fs::exists(scene_.Sub("precious/new")));
}

TEST_F(OutputFiles, AreNotTheLinksThatAreNamedByDefault) {
  fs::create_symlink(scene_.Sub("precious/new"), work_ + "/true.rec");
  const Result result = Landshim({"learn", "--", "/bin/true"}).Cwd(work_).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: true.rec: this is a symbolic link; name the file that "
            "it leads to\n");
  EXPECT_FALSE(fs::exists(scene_.Sub("precious/new")));
}

TEST_F(OutputFiles, AreNotInDirectoriesOfOthers) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const std::string file = work_ + "/out";
  ASSERT_EQ(chown(work_.c_str(), kOther, kOther), 0);
  EachIsRefused(file,
                "its directory belongs to another user (65534), who can "
                "replace what is written there; name a file in a directory "
                "that only you and root can write",
                [] {});
  ASSERT_EQ(chown(work_.c_str(), 0, 0), 0);
  ASSERT_EQ(chmod(work_.c_str(), 0777), 0);
  EachIsRefused(file,
                "its directory can be written by everybody, who can replace "
                "what is written there; name a file in a directory that only "
                "you and root can write",
                [] {});
  ASSERT_EQ(chown(work_.c_str(), 0, kOther), 0);
  ASSERT_EQ(chmod(work_.c_str(), 0775), 0);
  EachIsRefused(file,
                "its directory can be written by the group 65534, who can "
                "replace what is written there; name a file in a directory "
                "that only you and root can write",
                [] {});
}

// A directory on the way is a link that the program made.
TEST_F(OutputFiles, AreNotReachedByLinksOfOthers) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const std::string link = work_ + "/there";
  fs::create_symlink(scene_.Sub("precious"), link);
  ASSERT_EQ(lchown(link.c_str(), kOther, kOther), 0);
  EachIsRefused(link + "/important.conf",
                "'there' on the way to it is a symbolic link of another user "
                "(65534); write the path that it leads to",
                [] {});
  // The user's own are.
  ASSERT_EQ(lchown(link.c_str(), 0, 0), 0);
  EXPECT_EQ(Landshim({"draft", recording_, "-o", link + "/new"}).Run().status,
            0);
  EXPECT_TRUE(fs::is_regular_file(scene_.Sub("precious/new")));
}

TEST_F(OutputFiles, AreNotThoseOfOthersInASharedDirectory) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  ASSERT_EQ(chmod(work_.c_str(), 01777), 0);
  const std::string file = work_ + "/out";
  EachIsRefused(file, "this belongs to another user (65534); name another file",
                [&] {
                  scene_.Write("work/out", "");
                  ASSERT_EQ(chown(file.c_str(), kOther, kOther), 0);
                });
  // A pipe, of which the program would read.
  fs::remove(file);
  ASSERT_EQ(mkfifo(file.c_str(), 0666), 0);
  ASSERT_EQ(chown(file.c_str(), kOther, kOther), 0);
  const Result result =
      Landshim({"learn", "-o", file, "--", "/bin/echo", "ran"}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "landshim: " + file +
                ": this belongs to another user (65534); name another file\n");
}

TEST_F(OutputFiles, AreNoLinksWhereTheyAreFormatted) {
  const std::string text = "landshim 1\nabi   1\n";
  const std::string real = scene_.Write("precious/app.policy", text);
  const std::string other = scene_.Write("other.policy", text);
  const std::string file = work_ + "/app.policy";
  fs::create_symlink(real, file);
  const Result result = Landshim({"fmt", "-w", other, file}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err,
            "landshim: " + file +
                ": this is a symbolic link; name the file that it leads to\n");
  EXPECT_EQ(ContentOf(real), text);
  EXPECT_EQ(ContentOf(other), text);
}

// A recording is added to where it is: not where another name leads to it.
TEST_F(OutputFiles, AreNoSecondNamesWhereTheyGrow) {
  const std::string before = ContentOf(recording_);
  const std::string file = work_ + "/out.rec";
  fs::create_hard_link(recording_, file);
  const Result result =
      Landshim({"learn", "-o", file, "--", "/bin/echo", "ran"}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "landshim: " + file +
                            ": this file has a second name (a hard link); "
                            "name another file\n");
  EXPECT_EQ(ContentOf(recording_), before);
}

TEST_F(OutputFiles, LeaveASecondNameWhatItIsWhereTheyAreReplaced) {
  const std::string file = work_ + "/out";
  fs::create_hard_link(precious_, file);
  // No set-id bit of it gets to what the program chose.
  ASSERT_EQ(chmod(precious_.c_str(), 06755), 0);
  EXPECT_EQ(Landshim({"draft", recording_, "-o", file}).Run().status, 0);
  EXPECT_EQ(ContentOf(precious_), kPrecious);
  EXPECT_THAT(ContentOf(file), HasSubstr("landshim 1\n"));
  struct stat status = {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0755U);
}

// The object's own recorder opens it in the same way.
TEST_F(OutputFiles, AreNoLinksForTheObjectEither) {
  const std::string file = work_ + "/out.rec";
  fs::create_symlink(scene_.Sub("precious/new"), file);
  const Result result =
      Command({"/bin/echo", "ran"})
          .Preload()
          .Env("LANDSHIM_LEARN", file)
          .Env("LANDSHIM_BIN", landshim::testing::LandshimPath())
          .Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "landshim: " + file +
                            ": this is a symbolic link; name the file that it "
                            "leads to\n");
  EXPECT_FALSE(fs::exists(scene_.Sub("precious/new")));
}

TEST_F(OutputFiles, GoToWhatUsersName) {
  EXPECT_THAT(Landshim({"draft", recording_, "-o", "/dev/stdout"}).Run().out,
              HasSubstr("landshim 1\n"));
  EXPECT_EQ(Landshim({"draft", recording_, "-o", "/dev/null"}).Run().out, "");
  EXPECT_THAT(
      Landshim({"learn", "-o", "/dev/stdout", "--", "/bin/true"}).Run().out,
      HasSubstr("\"landshim\":\"recording\""));
  EXPECT_EQ(
      Landshim({"learn", "-o", "/dev/null", "--", "/bin/true"}).Run().status,
      0);
  // A file that standard output leads to grows, and loses nothing.
  const std::string file = scene_.Sub("both");
  EXPECT_EQ(Command({"/bin/sh", "-c",
                     "exec >\"$2\"; echo before; \"$0\" draft \"$1\" -o "
                     "/dev/stdout; echo after",
                     landshim::testing::LandshimPath(), recording_, file})
                .Run()
                .status,
            0);
  EXPECT_THAT(ContentOf(file), ::testing::StartsWith("before\n"));
  EXPECT_THAT(ContentOf(file), HasSubstr("landshim 1\n"));
  EXPECT_THAT(ContentOf(file), ::testing::EndsWith("\nafter\n"));
}

}  // namespace
}  // namespace landshim::attacks
