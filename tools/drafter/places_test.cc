// What is too much to be granted: homes and secrets, however they are named.
#include "tools/drafter/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/drafter/draft_world.h"

namespace landshim {
namespace {

using testing::DraftWorld;
using ::testing::HasSubstr;

// Reads five files there.
void ReadMany(const std::string& directory, DraftWorld* world) {
  for (const char* name : {"/aa", "/bb", "/cc", "/dd", "/ee"}) {
    world->files().File(directory + name);
    world->Did("read " + directory + name);
  }
}

struct Spelling {
  std::string home;
  std::string directory;
};

class HomeOfARun : public ::testing::TestWithParam<Spelling> {};

TEST_P(HomeOfARun, IsFoundHoweverItIsSpelled) {
  for (const std::string directory : {"", "/.ssh", "/.ssh/deep", "/.config"}) {
    DraftWorld world;
    world.request().allow_broad = {"/srv/real/u/.ssh"};
    world.files().Directory("/srv/real/u").Link("/srv/link", "real");
    world.files().Link("/srv/home", "/srv/link/u");
    world.start().environment["HOME"] = GetParam().home;
    world.start().directory = GetParam().directory;
    ReadMany("/srv/real/u" + directory, &world);
    EXPECT_EQ(world.Statements().size(), 5U) << directory;
    world.Made("create /srv/real/u/new");
    EXPECT_THAT(world.Error(), HasSubstr("on all of '/srv/real/u'"));
  }
}

INSTANTIATE_TEST_SUITE_P(Is, HomeOfARun,
                         ::testing::Values(Spelling{"/srv/real/u", "/tmp"},
                                           Spelling{"/srv/link/u", "/tmp"},
                                           Spelling{"/srv/home", "/tmp"},
                                           Spelling{"/srv/real/u/.", "/tmp"},
                                           Spelling{"/srv/real/u//", "/tmp"},
                                           Spelling{"//srv/real//u", "/tmp"},
                                           Spelling{"/srv/home/../u", "/tmp"},
                                           Spelling{"../u", "/srv/real/x"},
                                           Spelling{"../home", "/srv/real"},
                                           Spelling{"u", "/srv/link"},
                                           Spelling{".", "/srv/real/u"}));

TEST(HomeOfARun, IsAlsoWhatItWasBeforeALinkWasPutThere) {
  DraftWorld world;
  world.files().Directory("/srv/other").Link("/srv/home", "other");
  world.start().environment["HOME"] = "/srv/home/.";
  world.Made("create /srv/home/new");
  EXPECT_THAT(world.Error(), HasSubstr("on all of '/srv/home'"));
}

TEST(HomesOfOthers, AreNeverGranted) {
  for (const std::string home : {"/home/bob", "/srv/people/bob", "/root"}) {
    DraftWorld world;
    world.context().dangers.homes = {"/srv/people/bob"};
    world.start().environment["HOME"] = "/nonexistent";
    ReadMany(home, &world);
    ReadMany(home + "/.config", &world);
    EXPECT_EQ(world.Statements().size(), 10U) << home;
    world.Made("create " + home + "/new");
    EXPECT_THAT(world.Error(), HasSubstr("on all of '" + home + "'"));
  }
}

TEST(HomesOfOthers, SayWhatTheyAre) {
  DraftWorld world;
  world.Made("mkdir /home/bob/x");
  world.files().Directory("/home/bob");
  EXPECT_THAT(world.Error(),
              HasSubstr("which needs make_dir on all of '/home/bob' "
                        "(everything of a user, keys and passwords too)"));
}

TEST(HomesOfOthers, AreFoundWhereHomeIsALink) {
  DraftWorld world;
  world.files().Directory("/var/home/bob").Link("/home", "var/home");
  world.start().environment = {};
  world.Made("create /var/home/bob/new");
  EXPECT_THAT(world.Error(), HasSubstr("on all of '/var/home/bob'"));
}

TEST(HomesOfOthers, LeaveWhatIsInThem) {
  DraftWorld world;
  world.files().Directory("/home/bob/project/out");
  world.Made("create /home/bob/project/out/x");
  EXPECT_THAT(world.Statements(),
              ::testing::ElementsAre("write /home/bob/project/out"));
  EXPECT_THAT(world.report().surprises,
              ::testing::ElementsAre(
                  "'write /home/bob/project/out': the program changes files "
                  "in the home of a user"));
}

TEST(Secrets, AreNeverGrantedWhereverTheyLie) {
  for (const std::string name : {".ssh", ".gnupg", ".aws", ".kube"}) {
    DraftWorld world;
    const std::string directory = "/srv/x/" + name;
    ReadMany(directory, &world);
    ReadMany(directory + "/deep/er", &world);
    EXPECT_THAT(world.Error(),
                HasSubstr("'--allow-broad " + directory + "/aa'"));
    world.request().allow_broad = {directory};
    EXPECT_EQ(world.Statements().size(), 10U) << name;
    world.request().allow_broad = {};
    world.files().Directory(directory);
    world.Made("create " + directory + "/new");
    EXPECT_THAT(world.Error(), HasSubstr("on all of '" + directory + "'"));
  }
}

TEST(Secrets, AreNotGrantedByADirectoryAboveThem) {
  DraftWorld world;
  world.Did("read /srv/x/y/.ssh/id", FileKind::kRegular);
  world.Made("create /srv/x/new");
  world.files().Directory("/srv/x");
  EXPECT_THAT(world.Error(),
              HasSubstr("on all of '/srv/x' (with /srv/x/y/.ssh: the user's "
                        "keys)"));
}

TEST(Secrets, AreSeenWhereNobodyUsedThem) {
  DraftWorld world;
  world.files().Directory("/srv/x/.aws");
  world.Made("create /srv/x/new");
  EXPECT_THAT(world.Error(), HasSubstr("(with /srv/x/.aws: the user's"));
}

TEST(Secrets, AreNotWhatTheProgramMadeItself) {
  DraftWorld world;
  world.Made("mkdir /srv/work/.kube").Made("create /srv/work/.kube/cache");
  world.files().Directory("/srv/work/.kube");
  EXPECT_THAT(world.Statements(), ::testing::ElementsAre("write /srv/work"));
}

}  // namespace
}  // namespace landshim
