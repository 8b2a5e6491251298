#include "tools/drafter/varying_names.h"

#include <gtest/gtest.h>

#include <string>

namespace landshim {
namespace {

struct Case {
  std::string name;
  std::string why;
};

class VaryingNames : public ::testing::TestWithParam<Case> {};

TEST_P(VaryingNames, AreToldFromOthers) {
  EXPECT_EQ(WhyNameVaries(GetParam().name), GetParam().why) << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(
    Vary, VaryingNames,
    ::testing::Values(Case{"9f86d081-884c-7d65-9a2f-eaa0c55ad015",
                           "has a UUID in its name"},
                      Case{"x-9F86D081-884C-7D65-9A2F-EAA0C55AD015.log",
                           "has a UUID in its name"},
                      Case{"d41d8cd98f00b204e9800998ecf8427e",
                           "has a long hexadecimal number in its name"},
                      Case{"7231f2b7ad39d04e-le64.cache-8",
                           "has a long hexadecimal number in its name"},
                      Case{"2026-11-27", "has a date in its name"},
                      Case{"x_2026.11.27.log", "has a date in its name"},
                      Case{"app-20261127.log", "has a long number in its name"},
                      Case{"core.123456", "has a long number in its name"},
                      Case{"tmp.aB3dEfGh1J", "has a random end"},
                      Case{"git.x9KzQ2", "has a random end"},
                      Case{"tmp3k_9ab2c", "has a random name"}));

INSTANTIATE_TEST_SUITE_P(
    Stay, VaryingNames,
    ::testing::Values(Case{"README", ""}, Case{"ImageMagick-6", ""},
                      Case{"libssl.so.3", ""}, Case{"x86_64-linux-gnu", ""},
                      Case{"my.Config", ""}, Case{"my-config", ""},
                      Case{"app.conf10", ""}, Case{"deadbeef", ""},
                      Case{"log-2026", ""}, Case{"tmpdirectory", ""},
                      Case{"utf8mb4", ""}, Case{"", ""}));

TEST(NumbersOfTheMoment, AreOfProcessesAndTerminals) {
  EXPECT_TRUE(IsNumberOfTheMoment("/proc/1"));
  EXPECT_TRUE(IsNumberOfTheMoment("/dev/pts/12"));
  EXPECT_FALSE(IsNumberOfTheMoment("/proc/self"));
  EXPECT_FALSE(IsNumberOfTheMoment("/proc/1/fd"));
  EXPECT_FALSE(IsNumberOfTheMoment("/srv/1"));
}

}  // namespace
}  // namespace landshim
