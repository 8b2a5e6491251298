// How rules add up, and what is said about a decision.
#include "policy/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "policy/decide_world.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Decide, LetsRulesOfOneLayerAddUpOnTheWay) {
  DecideWorld world;
  world.Under("abi 11; allow read_file /d; allow write_file /d/f");
  EXPECT_EQ(world.May("read_write /d/f"), "allowed");
  EXPECT_EQ(world.May("read_write /d/g"), "EACCES: write_file /d/g");
  EXPECT_THAT(world.GrantedBy("read_write /d/f"),
              ElementsAre("allow read_file /d", "allow write_file /d/f"));
}

TEST(Decide, LetsEveryLayerHaveASay) {
  DecideWorld world;
  world.Under("abi 11; read /").Under("abi 11; read /a");
  EXPECT_EQ(world.May("read /a/f"), "allowed");
  EXPECT_EQ(world.May("read /d/f"), "EACCES: read_file /d/f");
  EXPECT_THAT(world.GrantedBy("read /a/f"), ElementsAre("read /", "read /a"));
  EXPECT_THAT(world.GrantedBy("read /d/f"), ElementsAre("read /"));
}

TEST(Decide, FollowsTheInodeAndNotTheName) {
  DecideWorld world;
  world.files().HardLink("/elsewhere/h", "/d/f").Link("/link", "/d/f");
  world.Under("abi 11; allow read_file /d/f");
  EXPECT_EQ(world.May("read /elsewhere/h"), "allowed");
  EXPECT_EQ(world.May("read /link"), "allowed");
  // What replaces it is another.
  world.files().File("/d/f");
  EXPECT_EQ(world.May("read /d/f"), "EACCES: read_file /d/f");
}

TEST(Decide, SaysThatNothingIsHandled) {
  DecideWorld world;
  world.Under("abi 11; unrestrict fs; unrestrict net.udp; unscope signal");
  EXPECT_EQ(world.May("read /d/f"), "unrestricted");
  EXPECT_EQ(world.May("send udp 53"), "unrestricted");
  EXPECT_EQ(world.May("signal"), "unrestricted");
  EXPECT_EQ(world.May("mount"), "unrestricted");
  EXPECT_EQ(world.May("rename /d/f /a/new"), "unrestricted");
  EXPECT_EQ(world.May("ptrace"), "EPERM");
  EXPECT_EQ(world.May("connect tcp 1"), "EACCES: connect_tcp 1");
  EXPECT_THAT(world.GrantedBy("read /d/f"), ElementsAre("unrestrict fs"));
  EXPECT_THAT(world.GrantedBy("signal"), ElementsAre("unscope signal"));
}

TEST(Decide, GrantsPortsByRanges) {
  DecideWorld world;
  world.Under("abi 11; bind tcp 0 8000..8010; connect udp 53");
  EXPECT_EQ(world.May("bind tcp 0"), "allowed");
  EXPECT_EQ(world.May("bind tcp 8010"), "allowed");
  EXPECT_EQ(world.May("bind tcp 8011"), "EACCES: bind_tcp 8011");
  EXPECT_EQ(world.May("connect tcp 8000"), "EACCES: connect_tcp 8000");
  EXPECT_EQ(world.May("send udp 53"), "EACCES: bind_udp 0");
  EXPECT_EQ(world.May("connect_send_udp 53"), "allowed");
}

TEST(Decide, LeavesAloneWhatNoPathLeadsTo) {
  DecideWorld world;
  world.files().Make("pipe:[1]", FileKind::kFifo);
  world.files().At("pipe:[1]").unrestricted = true;
  world.files().MagicLink("/proc/1/fd/0", "pipe:[1]");
  world.Under("abi 11");
  EXPECT_EQ(world.May("read_write /proc/1/fd/0"), "unrestricted");
}

TEST(Decide, PutsOtherErrorsFirstAsTheKernelDoes) {
  DecideWorld world;
  world.files().At("/d/f").read_error = EACCES;
  world.files().At("/d/g").write_error = EROFS;
  world.files().At("/dev/tty").open_error = EACCES;
  world.files().Directory("/closed").At("/closed").write_error = EACCES;
  world.files().File("/closed/f");
  world.files().Directory("/ro").At("/ro").read_only = true;
  world.Under("abi 11");
  EXPECT_EQ(world.May("read /d/f"), "fails: EACCES");
  EXPECT_EQ(world.May("open_write /d/g"), "fails: EROFS");
  EXPECT_EQ(world.May("read /dev/tty"), "fails: EACCES");
  EXPECT_EQ(world.May("mkdir /ro/new"), "fails: EROFS");
  EXPECT_EQ(world.May("write /ro/new"), "fails: EROFS");
  // The permissions of a directory come behind Landlock.
  EXPECT_EQ(world.May("mkdir /closed/new"), "EACCES: make_dir /closed");
  EXPECT_EQ(world.May("unlink /closed/f"), "EACCES: remove_file /closed");
  DecideWorld granted;
  granted.files().Directory("/closed").At("/closed").write_error = EACCES;
  granted.Under("abi 11; allow make_dir,make_reg /closed");
  EXPECT_EQ(granted.May("mkdir /closed/new"), "allowed, then EACCES");
  // The file comes behind the permissions of its directory.
  EXPECT_EQ(granted.May("write /closed/new"), "fails: EACCES");
}

TEST(Decide, TellsWhatComesBehindLandlock) {
  DecideWorld world;
  world.Under("abi 11; write /");
  EXPECT_EQ(world.May("unlink /d/e"), "allowed, then EISDIR");
  EXPECT_EQ(world.May("rmdir /d/f"), "allowed, then ENOTDIR");
  EXPECT_EQ(world.May("rename /d/f /d/e"), "allowed, then EISDIR");
  EXPECT_EQ(world.May("rename /d/e /d/f"), "allowed, then ENOTDIR");
  EXPECT_EQ(world.May("read /d/socket"), "allowed, then ENXIO");
}

TEST(Decide, KnowsWhatStaysInItsPlace) {
  DecideWorld world;
  world.files().Mount("/d/m").File("/d/m/f");
  world.files().At("/d/f").remove_error = EPERM;
  world.Under("abi 11; write /");
  EXPECT_EQ(world.May("unlink /d/f"), "allowed, then EPERM");
  EXPECT_EQ(world.May("rename /d/f /a/new"), "allowed, then EPERM");
  EXPECT_EQ(world.May("rename /d/g /d/f"), "allowed, then EPERM");
  EXPECT_EQ(world.May("rename /d/f /d/f"), "allowed");
  EXPECT_EQ(world.May("rmdir /d/m"), "allowed, then EBUSY");
  EXPECT_EQ(world.May("rename /d/m /a/new"), "allowed, then EBUSY");
  EXPECT_EQ(world.May("rename /d/m/f /d/m"), "fails: EXDEV");
}

TEST(Decide, MeetsTheErrorsOfARenameAsTheKernelDoes) {
  DecideWorld older(7);
  EXPECT_EQ(older.May("rename /d/e/../f/ /d/e/new"), "fails: ENOTDIR");
  EXPECT_EQ(older.May("rename /d/f /d/e/.."), "fails: EBUSY");
  EXPECT_EQ(older.May("rename /d/e/../f /d/"), "fails: ENOTDIR");
  DecideWorld newer(8);
  EXPECT_EQ(newer.May("rename /d/e/../f /d/"), "fails: ENOTEMPTY");
}

TEST(Decide, TakesWhiteoutsForWhatTheKernelTakesThem) {
  DecideWorld world;
  world.files().Make("/d/w", FileKind::kCharDevice).At("/d/w").whiteout = true;
  world.Under("abi 11");
  EXPECT_EQ(world.May("mkwhiteout /d/new"), "EACCES: make_char /d");
  EXPECT_EQ(world.May("rename /d/w /d/x"), "EACCES: remove_file,make_char /d");
  world.domain().kernel.whiteouts_are_files = true;
  EXPECT_EQ(world.May("mkwhiteout /d/new"), "EACCES: make_reg /d");
  EXPECT_EQ(world.May("mkchar /d/new"), "EACCES: make_char /d");
  EXPECT_EQ(world.May("rename /d/w /d/x"), "EACCES: remove_file,make_reg /d");
  EXPECT_EQ(world.May("link /d/w /d/x"), "EACCES: make_reg /d");
  EXPECT_EQ(world.May("rename_whiteout /d/f /a/new"),
            "EACCES: remove_file,make_reg,refer /d; make_reg,refer /a");
}

class Moves : public ::testing::Test {
 protected:
  // What moving /d/f to /a/new comes to.
  static std::string May(const std::string& rules,
                         const std::string& operation = "rename /d/f /a/new") {
    DecideWorld world;
    return world.Under("abi 11; " + rules).May(operation);
  }
};

TEST_F(Moves, NeedNoReferInsideOneDirectory) {
  EXPECT_EQ(May("allow make_reg,remove_file /d", "rename /d/f /d/new"),
            "allowed");
}

TEST_F(Moves, AreAllowedBetweenEqualDirectories) {
  EXPECT_EQ(May("allow refer,make_reg,remove_file /"), "allowed");
  EXPECT_EQ(May("allow refer,make_reg,remove_file /d /a"), "allowed");
  EXPECT_EQ(May("write /d /a"), "allowed");
}

TEST_F(Moves, PreferEaccesToExdev) {
  EXPECT_EQ(May("allow make_reg,remove_file /d /a"),
            "EXDEV: refer /d; refer /a");
  EXPECT_EQ(May("allow refer /; allow remove_file /d"), "EACCES: make_reg /a");
  EXPECT_EQ(May("allow make_reg /a; allow remove_file,refer /d"),
            "EXDEV: refer /a");
}

TEST_F(Moves, MustGainNothing) {
  const std::string both =
      "allow refer,make_reg,remove_file,make_dir,"
      "remove_dir /; ";
  EXPECT_EQ(May(both + "allow read_file /a"), "EXDEV: gains read_file");
  EXPECT_EQ(May(both + "allow read_file /d"), "allowed");
  EXPECT_EQ(May(both + "allow read_file /a /d"), "allowed");
  // Its own rule counts with those of its directory.
  EXPECT_EQ(May(both + "allow read_file /a /d/f"), "allowed");
  // What only directories can have is nothing to a file, but to a directory.
  EXPECT_EQ(May(both + "allow make_fifo /a"), "allowed");
  EXPECT_EQ(May(both + "allow make_fifo /a", "rename /d/e /a/new"),
            "EXDEV: gains make_fifo");
  EXPECT_EQ(May(both + "allow make_fifo /a /d/e", "rename /d/e /a/new"),
            "allowed");
  EXPECT_EQ(May(both + "allow make_fifo /a", "link /d/f /a/new"), "allowed");
  EXPECT_EQ(May(both + "allow execute /a", "link /d/f /a/new"),
            "EXDEV: gains execute");
}

TEST_F(Moves, OfAnExchangeAreComparedBothWays) {
  const std::string both = "allow refer,make_reg,remove_file /; ";
  EXPECT_EQ(May(both + "allow read_file /d", "exchange /d/f /a/f"),
            "EXDEV: gains read_file");
  EXPECT_EQ(May(both + "allow read_file /a", "exchange /d/f /a/f"),
            "EXDEV: gains read_file");
  EXPECT_EQ(May(both, "exchange /d/f /a/f"), "allowed");
}

TEST_F(Moves, AreComparedBeforeTheRootWhereItIsAnotherMount) {
  DecideWorld world;
  world.files().Mount("/m").File("/m/d/f").Directory("/m/a");
  const std::string rules =
      "abi 11; allow refer,make_reg,remove_file,read_file /; "
      "allow read_file /m/a";
  EXPECT_EQ(world.Under(rules).May("rename /m/d/f /m/a/new"),
            "EXDEV: gains read_file");
  EXPECT_EQ(DecideWorld()
                .Under("abi 11; allow refer,make_reg,remove_file,"
                       "read_file /; allow read_file /a")
                .May("rename /d/f /a/new"),
            "allowed");
}

TEST_F(Moves, AreDeniedByLayersThatHandleNoFile) {
  DecideWorld world;
  world.Under("abi 11; write /").Under("abi 11; unrestrict fs");
  EXPECT_EQ(world.May("rename /d/f /a/new"), "EXDEV: refer /d; refer /a");
  EXPECT_EQ(world.May("rename /d/f /d/new"), "allowed");
  // Named, it is handled by that layer too.
  EXPECT_THAT(world.Cures("rename /d/f /a/new"),
              ElementsAre("allow refer /d /a"));
  DecideWorld cured;
  cured.Under("abi 11; write /").Under("abi 11; unrestrict fs; allow refer /");
  EXPECT_EQ(cured.May("rename /d/f /a/new"), "allowed");
  cured.Under("abi 11; unrestrict fs; write /");
  EXPECT_EQ(cured.May("rename /d/f /a/new"), "EXDEV: refer /d; refer /a");
}

TEST_F(Moves, AreNeverAllowedAtTheFirstAbi) {
  DecideWorld world(1);
  world.Under("abi 1..11; allow make_reg,remove_file /");
  EXPECT_EQ(world.May("rename /d/f /a/new"), "EXDEV: refer /d; refer /a");
  EXPECT_EQ(world.May("link /d/f /a/new"), "EXDEV: refer /d; refer /a");
  EXPECT_EQ(world.May("rename /d/f /d/new"), "allowed");
  EXPECT_THAT(world.Cures("rename /d/f /a/new"), IsEmpty());
  // There EXDEV comes before everything else.
  DecideWorld bare(1);
  bare.Under("abi 1..11");
  EXPECT_EQ(bare.Decide("rename /d/f /a/new").error, EXDEV);
  // A newer kernel under such a policy asks for the other rights first.
  DecideWorld newer;
  newer.Under("abi 1");
  EXPECT_EQ(newer.Decide("rename /d/f /a/new").error, EACCES);
}

TEST_F(Moves, StayOnTheirMount) {
  DecideWorld world;
  world.files().Mount("/m");
  world.Under("abi 11");
  EXPECT_EQ(world.May("rename /d/f /m/new"), "fails: EXDEV");
  EXPECT_EQ(world.May("link /d/f /m/new"), "fails: EXDEV");
}

TEST(Cures, AreTheTightestFirst) {
  DecideWorld world;
  world.Under("abi 11; read /a");
  EXPECT_THAT(world.Cures("read /d/f"), ElementsAre("read /d/f"));
  EXPECT_THAT(world.Cures("list /d"),
              ElementsAre("allow read_dir /d", "read /d"));
  EXPECT_THAT(world.Cures("exec /d/f"), ElementsAre("exec /d/f"));
  EXPECT_THAT(world.Cures("exec /a/f"),
              ElementsAre("allow execute /a/f", "exec /a/f"));
  EXPECT_THAT(world.Cures("write /d/new"),
              ElementsAre("allow write_file,make_reg /d", "write /d"));
  EXPECT_THAT(world.Cures("truncate /d/f"),
              ElementsAre("allow truncate /d/f", "write /d/f"));
  EXPECT_THAT(world.Cures("device /dev/tty"), ElementsAre("device /dev/tty"));
  EXPECT_THAT(world.Cures("mkdir /d/new"),
              ElementsAre("allow make_dir /d", "write /d"));
  EXPECT_THAT(world.Cures("mkblock /d/new"),
              ElementsAre("allow make_block /d"));
  EXPECT_THAT(world.Cures("connect unix /d/socket"),
              ElementsAre("connect unix /d/socket"));
  EXPECT_THAT(world.Cures("connect tcp 443"), ElementsAre("connect tcp 443"));
  EXPECT_THAT(world.Cures("send udp 53"),
              ElementsAre("connect udp 53; bind udp 0"));
  EXPECT_THAT(world.Cures("signal"), ElementsAre("unscope signal"));
  EXPECT_THAT(world.Cures("connect abstract x"),
              ElementsAre("unscope abstract_unix_socket"));
}

TEST(Cures, MakeBothEndsOfAMoveAlike) {
  DecideWorld world;
  world.Under("abi 11");
  EXPECT_THAT(
      world.Cures("rename /d/f /a/new"),
      ElementsAre("allow remove_file,make_reg,refer /d /a", "write /d /a"));
  DecideWorld gaining;
  gaining.Under("abi 11; allow refer,make_reg,remove_file /; read /a");
  EXPECT_THAT(gaining.Cures("rename /d/f /a/new"),
              ElementsAre("allow read_file /d", "read /d"));
  DecideWorld one_end;
  one_end.Under("abi 11; allow refer,make_reg,remove_file /a");
  EXPECT_THAT(one_end.Cures("rename /d/f /a/new"),
              ElementsAre("allow remove_file,refer /d", "write /d"));
}

TEST(Cures, AreNoMoreThanIsMissingWhateverElseIsUnrestricted) {
  DecideWorld world;
  world.Under(
      "abi 7; unrestrict execute write_file read_file read_dir remove_dir "
      "remove_file make_char make_dir make_reg make_sock make_fifo make_block "
      "make_sym truncate ioctl_dev");
  EXPECT_THAT(world.Cures("rename /d/f /a/new"),
              ElementsAre("allow refer /d /a", "write /d /a"));
}

TEST(Cures, WorkTheNextTimeToo) {
  DecideWorld world;
  world.Under("abi 11");
  EXPECT_THAT(world.Cures("overwrite /d/new"),
              ElementsAre("allow write_file,make_reg,truncate /d", "write /d"));
  EXPECT_THAT(world.Cures("write /d/new"),
              ElementsAre("allow write_file,make_reg /d", "write /d"));
  EXPECT_THAT(world.Cures("open write,exclusive,truncate,create /d/new"),
              ElementsAre("allow write_file,make_reg /d", "write /d"));
  EXPECT_THAT(
      world.Cures("tmpfile /d"),
      ElementsAre("allow write_file,read_file,make_reg /d", "write /d"));
  DecideWorld moves;
  moves.Under("abi 11; allow refer,make_reg,remove_file /d; allow refer /a");
  EXPECT_THAT(moves.Cures("rename /d/f /a/new")[0],
              "allow remove_file,make_reg /a");
}

TEST(Cures, AreWrittenAsThePolicyLanguageWantsIt) {
  DecideWorld world;
  world.files().File("/d/a b;\"$x").Link("/odd", "/d/a b;\"$x");
  world.Under("abi 11");
  EXPECT_THAT(world.Cures("read /odd"),
              ElementsAre("read \"/d/a b;\\\"\\$x\""));
}

TEST(Cures, NameWhatLastsWhereTheFileDoesNot) {
  DecideWorld world;
  world.files()
      .File("/proc/17/status")
      .File("/dev/pts/3")
      .File("/proc/cpuinfo");
  world.Under("abi 11");
  EXPECT_THAT(world.Cures("read /proc/17/status"),
              ElementsAre("allow read_file /proc", "read /proc"));
  EXPECT_THAT(world.Cures("read /dev/pts/3"),
              ElementsAre("allow read_file /dev/pts", "read /dev/pts"));
  EXPECT_THAT(world.Cures("read /proc/cpuinfo"),
              ElementsAre("read /proc/cpuinfo"));
}

TEST(Cures, KnowOnlyRightsOfThePolicysAbi) {
  DecideWorld world;
  world.Under("abi 1; allow make_reg,remove_file /");
  EXPECT_THAT(world.Cures("rename /d/f /a/new"), IsEmpty());
  EXPECT_THAT(world.Cures("overwrite /d/f"),
              ElementsAre("allow write_file /d/f", "write /d/f"));
}

TEST(ErrnoNames, AreTheKernels) {
  EXPECT_EQ(ErrnoName(EACCES), "EACCES");
  EXPECT_EQ(ErrnoName(EXDEV), "EXDEV");
  EXPECT_EQ(ErrnoName(0), "success");
  EXPECT_EQ(ErrnoName(999), "errno 999");
}

}  // namespace
}  // namespace landshim::testing
