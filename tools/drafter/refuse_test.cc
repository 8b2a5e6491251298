// What is not drafted, or only if the user says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tools/drafter/draft_world.h"

namespace landshim {
namespace {

using ::testing::Contains;
using testing::DraftWorld;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(BroadDirectories, AreListedByNameOnly) {
  DraftWorld world;
  world.Did("list /etc");
  EXPECT_THAT(world.Statements(), ElementsAre("allow read_dir /etc"));
  EXPECT_THAT(world.report().findings,
              ElementsAre("'/etc' (the settings of the whole system): the "
                          "names in it and beneath can be listed, no file "
                          "read"));
}

TEST(BroadDirectories, AreNotWrittenTo) {
  DraftWorld world;
  world.Made("create /home/ann/.state");
  EXPECT_EQ(
      world.Error(),
      "app does 'create /home/ann/.state' and 1 more, which needs "
      "write_file,make_reg on all of '/home/ann' (everything of this "
      "user, keys and passwords too); give '--allow-broad /home/ann' to "
      "grant exactly that, or have the program use a directory of its own");
}

TEST(BroadDirectories, AreGrantedExactlyIfToldSo) {
  DraftWorld world;
  world.request().allow_broad = {"~"};
  world.Made("mkdir /home/ann/x");
  EXPECT_THAT(world.Statements(), ElementsAre("allow make_dir ~"));
  EXPECT_THAT(world.report().surprises,
              ElementsAre("'allow make_dir ~': the program changes files in "
                          "HOME"));
}

TEST(BroadDirectories, AreThoseAboveThemToo) {
  DraftWorld world;
  world.Made("mkdir /home/x");
  EXPECT_THAT(world.Error(), HasSubstr("on all of '/home'"));
}

TEST(KeptPlaces, AreNotToBeWritten) {
  DraftWorld world;
  world.context().dangers.bound = {
      {"/srv/work/app.policy", "the policy itself"}};
  world.Made("create /srv/work/x");
  EXPECT_EQ(world.Error(),
            "app does 'create /srv/work/x' and 1 more, which needs "
            "write_file,make_reg on '/srv/work': the program could change "
            "/srv/work/app.policy, the policy itself, and its next start would "
            "be as free as it likes; put that elsewhere, or have the program "
            "use another directory");
}

TEST(KeptPlaces, AreFoundBehindLinks) {
  DraftWorld world;
  world.files().Link("/srv/link", "work");
  world.context().dangers.bound = {
      {"/srv/link/app.policy", "the policy itself"}};
  world.Made("create /srv/work/x");
  EXPECT_THAT(world.Error(),
              HasSubstr("change /srv/work/app.policy, the policy"));
}

TEST(KeptPlaces, MayBeReadAndLieBeside) {
  DraftWorld world;
  world.files().File("/srv/work/app.policy").Directory("/srv/work/out");
  world.context().dangers.bound = {
      {"/srv/work/app.policy", "the policy itself"}};
  world.Did("read /srv/work/app.policy").Made("create /srv/work/out/x");
  EXPECT_EQ(world.Error(), "");
}

TEST(KeptPlaces, MayBeMissingWhereTheUserAllowedABroadDirectory) {
  DraftWorld world;
  world.request().allow_broad = {"~"};
  world.Made("mkdir /home/ann/x");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              Contains("the program can make '/home/ann/.config/landshim', "
                       "which holds policies: do not let its policy be found "
                       "by name"));
  world.files().Directory("/home/ann/.config/landshim");
  EXPECT_THAT(world.Error(),
              HasSubstr("which holds policies, and its next start"));
}

TEST(Links, InPathsThatHadNoneAreAMistake) {
  DraftWorld world;
  world.files().File("/srv/other/a").Link("/srv/work/d", "../other");
  world.Did("read /srv/work/d/a", FileKind::kRegular);
  EXPECT_EQ(world.Error(),
            "'/srv/work/d/a' leads to '/srv/other/a' now, by a link that was "
            "not there when it was recorded; record again");
}

TEST(Files, ThatBecameDirectoriesAreAMistake) {
  DraftWorld world;
  world.files().Directory("/srv/work/d");
  world.Did("read /srv/work/d", FileKind::kRegular);
  EXPECT_EQ(world.Error(),
            "'/srv/work/d' is no longer what it was when it was recorded, a "
            "file or a directory; record again");
}

TEST(KeptPlaces, AreTheIncludesOfACompletedPolicy) {
  DraftWorld world;
  world.files().File("/srv/work/more.policy");
  world.request().merge = "/srv/app.policy";
  world.context().merge_text =
      "landshim 1\nabi 4..11\ninclude work/more.policy\n";
  world.context().reader = [](const std::string& path) {
    EXPECT_EQ(path, "/srv/work/more.policy");
    return FileText{.result = FileText::Result::kFound,
                    .text = "landshim 1\n",
                    .id = {1, 1}};
  };
  world.Made("create /srv/work/x");
  EXPECT_THAT(world.Error(),
              HasSubstr("change /srv/work/more.policy, which the "
                        "policy includes, and its"));
}

TEST(KeptPlaces, AreThePoliciesOfTheRecordedUser) {
  DraftWorld world;
  world.files().Directory("/home/ann/.config/landshim");
  world.Made("create /home/ann/.config/x");
  EXPECT_THAT(world.Error(),
              HasSubstr("/home/ann/.config/landshim, which holds policies"));
}

TEST(KeptPlaces, AreFoundByAHomeThatIsRelativeOrALink) {
  for (const char* home : {"../home", "/srv/link"}) {
    DraftWorld world;
    world.files().Directory("/srv/home/.config").Link("/srv/link", "home");
    world.start().environment["HOME"] = home;
    world.request().allow_broad = {"~"};
    world.files().Directory("/srv/home/.config/landshim");
    world.Made("create /srv/home/.config/x");
    EXPECT_THAT(world.Error(), HasSubstr("/srv/home/.config/landshim, which "
                                         "holds policies"));
  }
}

TEST(Impossible, ThingsAreNamed) {
  DraftWorld world;
  world.Did("mount").Did("ptrace");
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().findings,
              ElementsAre("app: mount: no policy can allow it to a sandboxed "
                          "program",
                          "app: ptrace: no policy can allow it to a sandboxed "
                          "program"));
}

TEST(Gaps, AreNamed) {
  DraftWorld world;
  world.runs()[0].gaps.push_back(
      {"openat", "its memory cannot be read", {"/usr/bin/secret"}});
  Fact fact;
  fact.operation = "frobnicate";
  fact.actor.program = "/usr/bin/app";
  world.runs()[0].facts.push_back(fact);
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().gaps,
              ElementsAre("'frobnicate' by app: this landshim does not know "
                          "that operation",
                          "secret: openat: its memory cannot be read"));
}

TEST(Gaps, NeedNotBeAboutACall) {
  DraftWorld world;
  world.runs()[0].gaps.push_back(
      {.why = "the recording's last line was cut off"});
  EXPECT_EQ(world.Error(), "");
  EXPECT_THAT(world.report().gaps,
              ElementsAre("the recording's last line was cut off"));
}

TEST(Gaps, AreOddPaths) {
  for (const char* path : {"/home/ann/", "/home//ann", "/srv/./x", "/srv/..",
                           "(unreachable)/x", "srv", ""}) {
    DraftWorld world;
    world.request().allow_broad = {"~"};
    world.Did("read /srv/work/a", FileKind::kRegular);
    world.runs()[0].facts[0].path = path;
    EXPECT_THAT(world.Statements(), ElementsAre()) << path;
    EXPECT_EQ(world.report().gaps.size(), 1U) << path;
  }
}

TEST(TheAbi, MustBeARange) {
  DraftWorld world;
  for (const char* text : {"x", "4..", "..4", "5..4", "4..12", "0", "4..11x"}) {
    world.request().abi = text;
    EXPECT_EQ(world.Error(), std::string("--abi: '") + text +
                                 "' is no range of ABIs; write it as '4..11'");
  }
}

}  // namespace
}  // namespace landshim
