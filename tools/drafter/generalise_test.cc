// What becomes of paths: one test for each rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tools/drafter/draft_world.h"

namespace landshim {
namespace {

using testing::DraftWorld;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(Drafts, NameAFileThatWasRead) {
  DraftWorld world;
  world.files().File("/srv/work/a");
  world.Did("read /srv/work/a");
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/work/a"));
}

TEST(Drafts, GrantNothingForWhatFailed) {
  DraftWorld world;
  world.files().Directory("/srv/work/d");
  world.Failed("read /srv/work/missing", ENOENT);
  world.Failed("mkdir /srv/work/d", EEXIST);
  EXPECT_THAT(world.Statements(), IsEmpty());
}

TEST(Drafts, GrantNothingForWhatCameBeforeThePolicy) {
  DraftWorld world;
  world.files().File("/srv/work/app").File("/srv/work/lib");
  world.By("/usr/bin/landshim").Did("exec /srv/work/app");
  world.runs()[0].facts[0].actor.phase = Phase::kStart;
  world.By("/srv/work/app").Did("read /srv/work/lib");
  world.runs()[0].facts[1].actor.phase = Phase::kStart;
  EXPECT_THAT(world.Statements(), IsEmpty());
}

TEST(Drafts, GrantWhatAStaticProgramExecutes) {
  DraftWorld world;
  world.files().File("/srv/work/app").File("/srv/work/tool");
  world.By("/usr/bin/landshim").Did("exec /srv/work/app");
  world.runs()[0].facts[0].actor.phase = Phase::kStart;
  world.By("/srv/work/app").Did("exec /srv/work/tool");
  world.runs()[0].facts[1].actor.phase = Phase::kStart;
  EXPECT_THAT(world.Statements(), ElementsAre("exec /srv/work/tool"));
}

TEST(Drafts, GrantTheDirectoryOfWhatIsMade) {
  DraftWorld world;
  world.files().Directory("/srv/work/out");
  world.Made("create /srv/work/out/x");
  EXPECT_THAT(world.Statements(), ElementsAre("write /srv/work/out"));
}

TEST(Drafts, GrantTheDirectoryAboveAllThatIsMade) {
  DraftWorld world;
  world.files().Directory("/srv/work/out");
  world.Made("mkdir /srv/work/out/d").Made("create /srv/work/out/d/x");
  world.Did("read /srv/work/out/d/x", FileKind::kRegular);
  EXPECT_THAT(world.Statements(), ElementsAre("write /srv/work/out"));
}

TEST(Drafts, GrantTheDirectoryOfAFileThatIsReplaced) {
  DraftWorld world;
  world.files().File("/srv/work/d/conf");
  world.Did("read /srv/work/d/conf").Made("create /srv/work/d/conf.new");
  world.Did("rename /srv/work/d/conf.new /srv/work/d/conf", FileKind::kRegular);
  EXPECT_THAT(world.Statements(), ElementsAre("write /srv/work/d"));
}

TEST(Drafts, GrantAFileThatIsOnlyWrittenTo) {
  DraftWorld world;
  world.files().File("/srv/work/log");
  world.Did("append /srv/work/log");
  EXPECT_THAT(world.Statements(), ElementsAre("write /srv/work/log"));
}

TEST(Drafts, GrantOnlyTheListingOfADirectoryThatWasListed) {
  DraftWorld world;
  world.files().Directory("/srv/work/d");
  world.Did("list /srv/work/d");
  EXPECT_THAT(world.Statements(), ElementsAre("allow read_dir /srv/work/d"));
}

TEST(Drafts, GrantBothEndsOfAMoveTheSame) {
  DraftWorld world;
  world.files().File("/srv/work/a/f").Directory("/srv/work/b");
  world.Did("rename /srv/work/a/f /srv/work/b/f");
  world.Did("read /srv/work/b/f", FileKind::kRegular);
  world.Made("create /srv/work/b/g");
  EXPECT_THAT(world.Statements(),
              UnorderedElementsAre("write /srv/work/a", "write /srv/work/b"));
}

TEST(Drafts, GrantADirectoryOfManyFiles) {
  DraftWorld world;
  for (const char* name : {"a", "b", "c", "d"}) {
    world.files().File(std::string("/srv/work/data/") + name);
    world.Did(std::string("read /srv/work/data/") + name);
  }
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/work/data"));
}

TEST(Drafts, NameThreeFiles) {
  DraftWorld world;
  for (const char* name : {"a", "b", "c"}) {
    world.files().File(std::string("/srv/work/data/") + name);
    world.Did(std::string("read /srv/work/data/") + name);
  }
  EXPECT_THAT(world.Statements(),
              ElementsAre("read /srv/work/data/a", "read /srv/work/data/b",
                          "read /srv/work/data/c"));
}

TEST(Drafts, NameManyFilesIfToldSo) {
  DraftWorld world;
  world.request().keep_files = true;
  for (const char* name : {"a", "b", "c", "d"}) {
    world.files().File(std::string("/srv/work/data/") + name);
    world.Did(std::string("read /srv/work/data/") + name);
  }
  EXPECT_EQ(world.Statements().size(), 4U);
}

TEST(Drafts, NameManyFilesOfABroadDirectory) {
  for (const std::string directory :
       {"/home/ann", "/home/ann/.ssh", "/home/ann/.ssh/deep", "/etc", "/",
        "/home/ann/.config", "/tmp", "/sys/class"}) {
    DraftWorld world;
    world.request().allow_broad = {"~/.ssh"};
    for (const char* name : {"/aa", "/bb", "/cc", "/dd", "/ee"}) {
      const std::string path = (directory == "/" ? "" : directory) + name;
      world.files().File(path);
      world.Did("read " + path);
    }
    EXPECT_EQ(world.Statements().size(), 5U) << directory;
  }
}

TEST(Drafts, GrantTheDirectoryOfAVaryingName) {
  DraftWorld world;
  world.files().File("/srv/work/log/app-20261127");
  world.Did("read /srv/work/log/app-20261127");
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/work/log"));
}

TEST(Drafts, KeepAVaryingNameInABroadDirectory) {
  DraftWorld world;
  world.files().File("/home/ann/.app-20261127");
  world.Did("read /home/ann/.app-20261127");
  EXPECT_THAT(world.Statements(), ElementsAre("read? ~/.app-20261127"));
  EXPECT_THAT(
      world.report().findings,
      ElementsAre(
          "'/home/ann/.app-20261127': .app-20261127 has a "
          "long number in its name, so the next run may need another one; "
          "'--allow-broad /home/ann' would grant all of '/home/ann'"));
}

TEST(Drafts, TakeNamesOnTheWayToTheWorkingDirectoryAsTheyAre) {
  DraftWorld world;
  world.start().directory = "/srv/20261127/x";
  world.files().File("/srv/20261127/x/a");
  world.Did("read /srv/20261127/x/a");
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/20261127/x/a"));
}

TEST(Drafts, TakeNamesOfOperandsAsTheyAre) {
  DraftWorld world;
  world.start().command = {"app", "--file=/srv/20261127/a"};
  world.files().File("/srv/20261127/a");
  world.Did("read /srv/20261127/a");
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/20261127/a"));
}

TEST(Drafts, GrantTheDirectoryOfFilesThatDifferBetweenRuns) {
  DraftWorld world;
  world.files().File("/srv/work/in/monday").File("/srv/work/in/tuesday");
  world.Did("read /srv/work/in/monday");
  world.Run().Did("read /srv/work/in/tuesday");
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/work/in"));
}

TEST(Drafts, CountWhatWasLookedForInVainAsDiffering) {
  DraftWorld world;
  world.files().File("/srv/work/in/monday");
  world.Did("read /srv/work/in/monday");
  world.Run().Failed("read /srv/work/in/tuesday", ENOENT);
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/work/in"));
}

TEST(Drafts, NameAFileThatEveryRunReads) {
  DraftWorld world;
  world.files().File("/srv/work/in/conf");
  world.Did("read /srv/work/in/conf").Run().Did("read /srv/work/in/conf");
  EXPECT_THAT(world.Statements(), ElementsAre("read /srv/work/in/conf"));
}

TEST(Drafts, SkipWhatIsMissingNow) {
  DraftWorld world;
  world.Did("read /srv/work/gone", FileKind::kRegular);
  EXPECT_THAT(world.Statements(), ElementsAre("read? /srv/work/gone"));
  EXPECT_THAT(world.report().findings,
              ElementsAre("'/srv/work/gone' is missing now: its statement is "
                          "skipped as long as it is"));
}

TEST(Drafts, SkipADirectoryThatIsMissingNow) {
  DraftWorld world;
  world.Made("create /srv/gone/x");
  EXPECT_THAT(world.Statements(), ElementsAre("write? /srv/gone"));
}

TEST(Drafts, GrantNothingByTheNumberOfAProcess) {
  DraftWorld world;
  world.files().File("/proc/123/stat");
  world.Did("read /proc/123/stat");
  EXPECT_EQ(world.Error(),
            "app does 'read /proc/123/stat', which needs read_file on all of "
            "'/proc' (what runs on this machine, and the kernel's settings); "
            "give '--allow-broad /proc' to grant exactly that, or have the "
            "program use a directory of its own");
}

TEST(Drafts, GrantTheFirstProcessItsOwnDirectory) {
  DraftWorld world;
  world.Did("read /proc/self/status", FileKind::kRegular);
  EXPECT_THAT(world.Statements(), ElementsAre("read /proc/self/status"));
}

TEST(Drafts, DoNotMistakeAChildsDirectoryForIt) {
  DraftWorld world;
  world.Did("read /proc/self/status", FileKind::kRegular).InChild();
  EXPECT_THAT(world.Error(), HasSubstr("'read /proc/PID/status'"));
  world.request().allow_broad = {"~"};
  EXPECT_THAT(world.Error(), HasSubstr("'--allow-broad /proc'"));
  world.request().allow_broad = {"/proc/"};
  EXPECT_THAT(world.Statements(), ElementsAre("allow read_file /proc"));
}

TEST(Drafts, ListProcForAChildThatListsItsOwnDirectory) {
  for (const char* directory :
       {"/proc/self", "/proc/self/fd", "/proc/123/fd"}) {
    DraftWorld world;
    world.Did(std::string("list ") + directory, FileKind::kDirectory);
    world.InChild();
    EXPECT_THAT(world.Statements(), ElementsAre("allow read_dir /proc"));
    EXPECT_THAT(world.report().findings,
                ElementsAre("'/proc' (what runs on this machine, and the "
                            "kernel's settings): the names in it and beneath "
                            "can be listed, no file read"));
  }
}

TEST(Drafts, SayWhatIsInANameThatVaries) {
  DraftWorld world;
  world.files().File("/home/ann/app-1d49bd4a-9f86-4d65-9a2f-eaa0c55ad015.log");
  world.Did("read /home/ann/app-1d49bd4a-9f86-4d65-9a2f-eaa0c55ad015.log");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre(HasSubstr("eaa0c55ad015.log has a UUID in its name, "
                                    "so the next run")));
}

TEST(Drafts, GrantTheDirectoryOfASocket) {
  DraftWorld world;
  world.files().Make("/run/db/socket", FileKind::kSocket);
  world.Did("connect unix /run/db/socket");
  EXPECT_THAT(world.Statements(), ElementsAre("connect unix /run/db"));
}

}  // namespace
}  // namespace landshim
