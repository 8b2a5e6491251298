// landshim show: the fragments as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string FileOf(const std::string& fragment) {
  return ContentOf(TestFile("policy/fragments/" + fragment + ".policy"));
}

TEST(Show, PrintsAFragmentExactlyAsItsFile) {
  EXPECT_THAT(FileOf("base"), HasSubstr("landshim 1"));
  EXPECT_EQ(Printed({"show", "base"}), FileOf("base"));
  EXPECT_EQ(Printed({"show", "<base>"}), FileOf("base"));
  EXPECT_EQ(Printed({"show", "tls", "<libs>"}), FileOf("tls") + FileOf("libs"));
  EXPECT_EQ(Printed({"show", "--", "tmp"}), FileOf("tmp"));
}

TEST(Show, ListsAllFragmentsWithWhatTheyAre) {
  const std::string list = Printed({"show"});
  EXPECT_THAT(list, StartsWith("<base>         What nearly every program opens,"
                               " whatever it does.\n"
                               "<libs>         What starting another dynamic "
                               "program takes: reading the system's\n"
                               "               library directories and "));
  for (const char* name :
       {"base", "libs", "nameservice", "tls", "tmp", "tty", "users"}) {
    EXPECT_THAT(list, HasSubstr("<" + std::string(name) + "> "));
  }
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(Show, PrintsTheSameAsJson) {
  const auto all = nlohmann::json::parse(Printed({"show", "--json"}));
  ASSERT_GE(all.size(), 7U);
  EXPECT_EQ(all[0]["name"], "base");
  EXPECT_EQ(all[0]["summary"],
            "What nearly every program opens, whatever it does.");
  for (const auto& fragment : all) {
    EXPECT_EQ(fragment["text"], FileOf(fragment["name"]));
    EXPECT_EQ(fragment.size(), 3U);
  }
  const auto some =
      nlohmann::json::parse(Printed({"show", "users", "--json", "tmp"}));
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some[0]["name"], "users");
  EXPECT_EQ(some[1]["text"], FileOf("tmp"));
}

TEST(Show, PrintsNothingWhereOneNameIsWrong) {
  const Result result = Landshim({"show", "base", "bsae"}).Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.out, "");
}

}  // namespace
}  // namespace landshim::testing
