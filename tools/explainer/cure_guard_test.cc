#include "tools/explainer/cure_guard.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

std::string WhyBroad(const std::string& cure) {
  return CureGuard("/data/ann",
                   {{"/srv/app/app.policy", "its own policy"},
                    {"/opt/liblandshim.so", "of which landshim consists"}})
      .WhyBroad(cure);
}

TEST(CureGuard, LetsPassWhatIsOnlyWhatItNames) {
  EXPECT_EQ(WhyBroad("read /etc/hosts"), "");
  EXPECT_EQ(WhyBroad("allow write_file,make_reg /data/ann/app"), "");
  EXPECT_EQ(WhyBroad("connect tcp 443"), "");
  EXPECT_EQ(WhyBroad("exec /usr/bin/id; include <libs>"), "");
  EXPECT_EQ(WhyBroad(""), "");
}

TEST(CureGuard, NamesWhatABroadPlaceHolds) {
  EXPECT_EQ(WhyBroad("allow write_file,make_reg /"),
            "every file of the machine");
  EXPECT_EQ(WhyBroad("read /etc"), "the settings of the whole system");
  EXPECT_EQ(WhyBroad("allow read_file /proc"),
            "what runs on this machine, and the kernel's settings");
  EXPECT_EQ(WhyBroad("write /data/ann"),
            "everything of this user, keys and passwords too");
  EXPECT_EQ(WhyBroad("read /data"),
            "with /data/ann: everything of this user, keys and passwords too");
  EXPECT_EQ(WhyBroad("exec /usr/bin/id; allow make_reg /"),
            "every file of the machine");
}

TEST(CureGuard, KeepsSecretsWhole) {
  EXPECT_EQ(WhyBroad("read /data/ann/.ssh"), "the user's keys");
  EXPECT_EQ(WhyBroad("read /data/ann/.ssh/id_rsa"), "the user's keys");
  EXPECT_EQ(WhyBroad("allow read_dir /data/ann/.aws"),
            "the user's passwords for the cloud");
}

TEST(CureGuard, LetsNamesBeListed) {
  EXPECT_EQ(WhyBroad("allow read_dir /"), "");
  EXPECT_EQ(WhyBroad("allow read_dir /data/ann"), "");
}

TEST(CureGuard, KeepsThePolicyOutOfReach) {
  EXPECT_EQ(WhyBroad("allow write_file,make_reg /srv/app"),
            "the program could change /srv/app/app.policy, its own policy");
  EXPECT_EQ(WhyBroad("allow truncate /srv/app/app.policy"),
            "the program could change /srv/app/app.policy, its own policy");
  EXPECT_EQ(WhyBroad("write /opt"),
            "the program could change /opt/liblandshim.so, of which landshim "
            "consists");
  EXPECT_EQ(WhyBroad("read /srv/app"), "");
  EXPECT_EQ(WhyBroad("write /srv/ap"), "");
}

}  // namespace
}  // namespace landshim
