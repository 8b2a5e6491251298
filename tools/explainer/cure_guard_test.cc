#include "tools/explainer/cure_guard.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

CureDanger DangerOf(const std::string& cure,
                    const std::vector<std::string>& allowed = {}) {
  DangerSetting setting;
  setting.own_homes = {"/data/ann"};
  setting.bound = {{"/srv/app/app.policy", "its own policy"},
                   {"/opt/liblandshim.so", "of which landshim consists",
                    DangerKind::kLandshim}};
  setting.kind = [](const std::string& /*path*/) { return FileKind::kNone; };
  AllowedPlaces places;
  std::string error;
  for (const std::string& place : allowed) {
    EXPECT_TRUE(places.Add(place, setting, "/", &error)) << error;
  }
  return CureGuard(setting, places).DangerOf(cure);
}

std::string WhyBroad(const std::string& cure) { return DangerOf(cure).words; }

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
  for (const char* cure : {"allow write_file,make_reg /srv/app", "write /opt",
                           "allow make_reg /etc/landshim", "write /"}) {
    const CureDanger danger =
        DangerOf(cure, {"/srv/app", "/opt", "/etc/landshim", "/"});
    EXPECT_NE(danger.never, "") << cure;
    EXPECT_TRUE(danger.IsUnasked()) << cure;
  }
}

TEST(CureGuard, NamesTheOptionThatLetsACureThrough) {
  EXPECT_EQ(DangerOf("write /data/ann").options, "--allow-broad /data/ann");
  EXPECT_EQ(DangerOf("unscope signal").options,
            "--allow-broad \"unscope signal\"");
  EXPECT_EQ(DangerOf("read /etc/shadow; write \"/data/ann/.vim/a b\"").options,
            "--allow-broad /etc/shadow --allow-broad '/data/ann/.vim/a b'");
}

TEST(CureGuard, LetsThroughWhatWasNamed) {
  for (const char* place : {"~", "/data/ann", "/data/ann/"}) {
    EXPECT_FALSE(DangerOf("write /data/ann", {place}).IsUnasked()) << place;
    EXPECT_TRUE(DangerOf("write /data/ann/.bashrc", {place}).IsUnasked())
        << place;
  }
  EXPECT_FALSE(DangerOf("unscope signal", {"unscope signal"}).IsUnasked());
  EXPECT_TRUE(
      DangerOf("unscope signal abstract_unix_socket", {"unscope signal"})
          .IsUnasked());
}

TEST(CureGuard, LooksAtEachPartOfACure) {
  EXPECT_EQ(WhyBroad("unscope signal"),
            "signals to every process of this user");
  EXPECT_EQ(WhyBroad("read /srv/x; write /data/ann/.bashrc"),
            "the program could change /data/ann/.bashrc, which shells run when "
            "they start");
}

}  // namespace
}  // namespace landshim
