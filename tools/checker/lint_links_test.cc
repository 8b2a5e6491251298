// Links on the way to what a policy names, and beneath it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/checker/fake_machine.h"

namespace landshim::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(LinkInWritableTree, IsFoundBehindAnotherLink) {
  FakeMachine machine;
  machine.Directory("/srv/app/data")
      .Directory("/srv/sites/blue")
      .Link("/srv/app/data/current", "/srv/sites/blue")
      .Link("/etc/app", "/srv/app/data/current");
  EXPECT_THAT(
      machine.Lint("write /srv/app/data\nread /etc/app"),
      ElementsAre("4:6: warning: on the way to '/etc/app' is the link "
                  "'/srv/app/data/current', in '/srv/app/data', where this "
                  "policy lets the program replace names: it can lead the "
                  "rule of the next start elsewhere; write '/srv/sites/blue' "
                  "instead, or grant less there [link-in-writable-tree]"));
  EXPECT_THAT(machine.Lint("write /srv/app/data\nread /srv/sites/blue"),
              IsEmpty());
}

TEST(PathIntoWritableTree, IsFoundByWhatTheLinkLeadsTo) {
  FakeMachine machine;
  machine.Directory("/srv/app/data/cache")
      .Link("/etc/app", "/srv/app/data/cache");
  EXPECT_THAT(NamesOf(machine.Lint("write /srv/app/data\nread /etc/app")),
              ElementsAre("4:6 path-into-writable-tree", "4:6 redundant"));
  EXPECT_THAT(
      machine.Lint("write /srv/app/data\nallow make_char /etc/app"),
      Contains("4:17: warning: the way to '/etc/app' leads through "
               "'/srv/app/data/cache', where this policy lets the program "
               "replace names: a link put there leads the rule of the next "
               "start elsewhere; write '/srv/app/data/cache' instead: no link "
               "is followed there [path-into-writable-tree]"));
}

// The writable statement goes over a link itself: only beneath its own name no
// link is followed.
TEST(PathIntoWritableTree, IsCuredBeneathTheNameOfTheWritableStatement) {
  FakeMachine machine;
  machine.Directory("/mnt/disk/data/cache").Link("/srv/data", "/mnt/disk/data");
  EXPECT_THAT(
      machine.Lint("write /srv/data\nread /mnt/disk/data/cache").front(),
      HasSubstr("write '/srv/data/cache' instead"));
  EXPECT_THAT(NamesOf(machine.Lint("write /srv/data\nread /srv/data/cache")),
              ElementsAre("4:6 redundant"));
}

TEST(PathIntoWritableTree, DoesNotHoldOfTheWritableDirectoryItself) {
  FakeMachine machine;
  machine.Directory("/run/app").Link("/var/run", "/run");
  EXPECT_THAT(machine.Lint("write /var/run/app"), IsEmpty());
}

TEST(LinkToNowhereGranted, NamesTheFirstAndCountsTheRest) {
  FakeMachine machine;
  machine.Directory("/etc/letsencrypt/live/example")
      .File("/etc/letsencrypt/archive/example/cert1.pem")
      .File("/etc/letsencrypt/archive/example/key1.pem")
      .Link("/etc/letsencrypt/live/example/cert.pem",
            "../../archive/example/cert1.pem")
      .Link("/etc/letsencrypt/live/example/key.pem",
            "../../archive/example/key1.pem")
      .Link("/etc/letsencrypt/live/example/self.pem", "cert.pem")
      .Link("/etc/letsencrypt/live/example/gone.pem", "nothing");
  EXPECT_THAT(
      machine.Lint("read /etc/letsencrypt/live"),
      ElementsAre("3:6: warning: the link "
                  "'/etc/letsencrypt/live/example/cert.pem' leads to "
                  "'/etc/letsencrypt/archive/example/cert1.pem', which no "
                  "statement grants (and so with 2 more); grant what it leads "
                  "to as well [link-to-nowhere-granted]"));
  EXPECT_THAT(
      machine.Lint("read /etc/letsencrypt/live /etc/letsencrypt/archive"),
      IsEmpty());
}

TEST(LinkToNowhereGranted, IsNotLookedForWhereTheProgramMakesLinks) {
  FakeMachine machine;
  machine.File("/etc/app.conf").Link("/srv/app/conf", "/etc/app.conf");
  EXPECT_THAT(machine.Lint("write /srv/app"), IsEmpty());
  EXPECT_THAT(NamesOf(machine.Lint("read /srv/app")),
              ElementsAre("3:6 link-to-nowhere-granted"));
}

TEST(LinkToNowhereGranted, IsNotLookedForWhereDistributionsLink) {
  FakeMachine machine;
  machine.File("/etc/app.conf")
      .Link("/usr/share/app/app.conf", "/etc/app.conf");
  EXPECT_THAT(machine.Lint("read /usr/share/app"), IsEmpty());
}

}  // namespace
}  // namespace landshim::testing
