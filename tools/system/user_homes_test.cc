#include "tools/system/user_homes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landshim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Homes, AreThoseOfPeopleAndRoot) {
  EXPECT_THAT(
      HomesInPasswd("root:x:0:0:root:/root:/bin/sh\n"
                    "daemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n"
                    "ann:x:1000:1000:Ann,,,:/home/ann:/bin/sh\n"
                    "bob:x:60001:100::/srv/people/bob/:/bin/sh\n"
                    "eve:x:1001:100::/var/home/eve:/bin/sh"),
      ElementsAre("/root", "/home/ann", "/srv/people/bob", "/var/home/eve"));
}

TEST(Homes, AreNotDirectoriesOfDaemons) {
  EXPECT_THAT(HomesInPasswd(
                  "postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/sh\n"
                  "nobody:x:65534:65534:nobody:/home/nobody:/bin/sh\n"
                  "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n"),
              IsEmpty());
}

TEST(Homes, AreNotWhatManyShare) {
  for (const char* home :
       {"/", "/usr/games", "/dev", "/proc/1", "/tmp", "/home", "/srv",
        "/var/lib", "/nonexistent", "/run/user", "", "ann", "/home/../ann"}) {
    EXPECT_THAT(
        HomesInPasswd("ann:x:1000:1000::" + std::string(home) + ":/bin/sh\n"),
        IsEmpty())
        << home;
  }
}

TEST(Homes, AreLookedForInGoodLinesOnly) {
  EXPECT_THAT(HomesInPasswd("\n:\nann\nann:x:\nann:x:x:1::/home/ann:\n"
                            "ann:x:-1:1::/home/ann:\n+::::::\n"
                            "ann:x:1000:1:/home/ann"),
              IsEmpty());
  EXPECT_THAT(HomesInPasswd("a:x:1000:1::/home/a\nb:x:1001:1::/home/a:\n"),
              ElementsAre("/home/a"));
}

}  // namespace
}  // namespace landshim
