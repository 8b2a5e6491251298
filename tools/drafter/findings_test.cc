// What is said about a draft, or instead of one, word by word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/drafter/draft_world.h"
#include "tools/drafter/proof.h"

namespace landshim {
namespace {

using ::testing::Contains;
using testing::DraftWorld;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Findings, OfBroadDirectoriesThatWereAllowed) {
  DraftWorld world;
  world.request().allow_broad = {"~"};
  world.Made("mkdir /home/ann/x").Made("mkdir /home/ann/y");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre("this grants make_dir on all of '/home/ann' "
                          "(everything of this user, keys and passwords too), "
                          "as app does 'mkdir /home/ann/x' and 1 more",
                          "the program can make "
                          "'/home/ann/.config/landshim', which holds policies: "
                          "do not let its policy be found by name"));
}

TEST(Findings, OfSeveralBroadDirectories) {
  DraftWorld world;
  world.Made("mkdir /home/ann/x").Made("mkdir /etc/y");
  EXPECT_EQ(
      world.Error(),
      "app does 'mkdir /etc/y', which needs make_dir on all of '/etc' "
      "(the settings of the whole system); give '--allow-broad /etc' to "
      "grant exactly that, or have the program use a directory of its own (and "
      "1 more)");
  EXPECT_THAT(
      world.report().findings,
      ElementsAre("app does 'mkdir /home/ann/x', which needs make_dir "
                  "on all of '/home/ann' (everything of this user, "
                  "keys and passwords too); give '--allow-broad /home/ann' to "
                  "grant exactly that, or have the program use a "
                  "directory of its own"));
}

TEST(Findings, OfFactsThatContradictThemselves) {
  DraftWorld world;
  world.Did("open_write /srv/work/x", FileKind::kNone);
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre("app: open_write /srv/work/x: by what was recorded "
                          "it fails with ENOENT"));
}

TEST(Findings, OfMovesOnTheFirstKernels) {
  DraftWorld world;
  world.start().abi = 1;
  world.files().File("/srv/work/a/f").Directory("/srv/work/b");
  world.Did("rename /srv/work/a/f /srv/work/b/f");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre("the program moves files between directories, which "
                          "fails (EXDEV) on kernels with ABI 1; give '--abi "
                          "2..11' to refuse those"));
}

TEST(Findings, OfPortsThatDifferBetweenRuns) {
  DraftWorld world;
  world.Did("connect tcp 8001").Run().Did("connect tcp 8002");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre("'connect tcp': the ports differ between runs (8001, "
                          "8002); if the next run uses another one, write a "
                          "range"));
}

TEST(Findings, OfPortsOfTheMoment) {
  DraftWorld world;
  world.Did("connect tcp 40001").Run().Did("connect tcp 40001");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre("'connect tcp 40001': ports as the kernel gives them "
                          "to anybody; if the next run uses another one, write "
                          "a range"));
}

TEST(Findings, OfSocketsInSharedDirectories) {
  DraftWorld world;
  world.files().Make("/run/docker.sock", FileKind::kSocket);
  world.Did("connect unix /run/docker.sock");
  EXPECT_EQ(world.Error(),
            "app does 'connect unix /run/docker.sock', which needs "
            "resolve_unix on '/run/docker.sock' (/run/docker.sock, which "
            "controls all containers, and the machine); give '--allow-broad "
            "/run/docker.sock' to grant exactly that, or have the program use "
            "a directory of its own");
  world.request().allow_broad = {"/run/docker.sock"};
  EXPECT_THAT(world.Statements(), ElementsAre("connect unix /run/docker.sock"));
  EXPECT_THAT(world.report().findings,
              Contains("'/run/docker.sock': when its server starts anew, so "
                       "does the socket, and the rule is lost; '/run' is "
                       "too much to grant"));
}

TEST(Findings, OfFilesThatWereTheOutputOfARun) {
  DraftWorld world;
  world.files().File("/srv/work/err1").File("/srv/work/err2");
  world.Did("open_write /srv/work/err1").Inherited();
  world.Did("append /srv/work/err1").Inherited();
  world.Did("open_write /srv/work/err2").Inherited();
  world.Did("append /srv/work/err2");
  world.Did("read /dev/null").Inherited();
  EXPECT_THAT(world.Statements(),
              ElementsAre("write /srv/work/err2", "write? /srv/work/err1"));
  EXPECT_THAT(world.report().findings,
              ElementsAre("'/srv/work/err1': app opened it only by a "
                          "descriptor that it was started with, as "
                          "/dev/stderr is; if the next run is given another "
                          "file, name that one"));
}

TEST(Findings, OfManyMissingFilesAreFew) {
  DraftWorld world;
  world.request().keep_files = true;
  for (int i = 0; i < 12; ++i) {
    world.Did("read /srv/work/gone" + std::to_string(i), FileKind::kRegular);
  }
  EXPECT_EQ(world.Error(), "");
  EXPECT_EQ(world.report().findings.size(), 11U);
  EXPECT_THAT(world.report().findings,
              Contains("2 more paths are missing now, and skipped"));
}

TEST(Findings, AreNoneAboutWhatIsPlain) {
  DraftWorld world;
  world.files().File("/srv/work/a");
  world.Did("read /srv/work/a").Did("connect tcp 443").Did("bind tcp 0");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings, IsEmpty());
  EXPECT_THAT(world.report().gaps, IsEmpty());
}

TEST(Drafts, AreNoLargerThanAPolicyMayBe) {
  DraftWorld world;
  world.request().keep_files = true;
  const std::string name(200, 'x');
  for (int i = 0; i < 6000; ++i) {
    world.Did("read /srv/work/" + name + std::to_string(i), FileKind::kRegular);
  }
  EXPECT_EQ(world.Error(),
            "the draft is larger than a policy may be (1 MiB); leave "
            "'--keep-files' away, or record less at a time");
}

TEST(Proofs, SayWhatWouldBeDenied) {
  DraftWorld world;
  world.files().File("/srv/work/a");
  world.Did("read /srv/work/a");
  const Recorded recorded = Merge(world.runs());
  PolicyStatements policy;
  std::string error;
  const Source source = {.name = "draft", .text = "landshim 1\nabi 3..4\n"};
  ASSERT_TRUE(ReadStatements({source}, {}, {}, &policy, &error)) << error;
  RecordedFilesystem files(&world.files());
  EXPECT_FALSE(Prove(policy, {&recorded.facts.front()}, &files, &error));
  EXPECT_EQ(error,
            "the draft would deny 'read /srv/work/a' at ABI 3 (EACCES; "
            "read_file on '/srv/work/a'), so nothing was written; this is a "
            "mistake in landshim: please report it, with the recording");
}

}  // namespace
}  // namespace landshim
