// What a variable may not open by accident.
#include "policy/broad_places.h"

#include <gtest/gtest.h>

#include <string>

namespace landshim {
namespace {

TEST(BroadPlace, IsWhatHoldsTheSystemWhateverNamedIt) {
  for (const char* place : {"/", "/etc", "/home", "/usr", "/var", "/proc",
                            "/sys", "/dev", "/run", "/usr/bin", "/var/lib"}) {
    EXPECT_TRUE(IsBroadPlace(place, true, place)) << place;
    EXPECT_TRUE(IsBroadPlace(place, false, "/home/u")) << place;
  }
}

TEST(BroadPlace, IsAHomeThatAnotherVariableNames) {
  EXPECT_TRUE(IsBroadPlace("/home/u", false, "/home/u"));
  EXPECT_TRUE(IsBroadPlace("/home/u", false, "//home/./x/../u/"));
  EXPECT_TRUE(IsBroadPlace("/data/homes", false, "/data/homes/u"));
  EXPECT_TRUE(IsBroadPlace("/root", false, "/root"));
  EXPECT_TRUE(IsBroadPlace("/root", false, "/home/u"));
  EXPECT_FALSE(IsBroadPlace("/home/u", true, "/home/u"));
  EXPECT_FALSE(IsBroadPlace("/root", true, "/root"));
  EXPECT_TRUE(IsBroadPlace("/data/homes", true, "/data/homes/u"));
}

TEST(BroadPlace, IsNoPlaceBeneath) {
  for (const char* place : {"/home/u/project", "/etc/app", "/tmp", "/var/tmp",
                            "/home/user2", "/usr/share/app"}) {
    EXPECT_FALSE(IsBroadPlace(place, false, "/home/u")) << place;
  }
  EXPECT_FALSE(IsBroadPlace("/home/u", false, "/home/user"));
}

// Who wants to grant a home would only have to unset HOME.
TEST(BroadPlace, IsAnyHomeWhereHomeIsNotSet) {
  for (const char* home : {"", "relative", "."}) {
    EXPECT_TRUE(IsBroadPlace("/home/u", false, home));
    EXPECT_FALSE(IsBroadPlace("/home/u/project", false, home));
    EXPECT_FALSE(IsBroadPlace("/srv/u", false, home));
  }
}

TEST(BroadAllowance, IsForThePlaceThatAnOptionNames) {
  std::string words[] = {"--read", "~", "--allow-broad", "//etc/.",
                         "--allow-broad=/"};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(),
                       words[3].data(), words[4].data(), nullptr};
  const BroadAllowance allowance = {false, arguments, arguments + 5};
  EXPECT_TRUE(allowance.Allows("/etc"));
  EXPECT_TRUE(allowance.Allows("/"));
  EXPECT_FALSE(allowance.Allows("/home"));
  EXPECT_FALSE(BroadAllowance{}.Allows("/"));
  EXPECT_TRUE((BroadAllowance{true, nullptr, nullptr}.Allows("/")));
}

}  // namespace
}  // namespace landshim
