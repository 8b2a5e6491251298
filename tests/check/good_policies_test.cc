// Policies that are as they should be give no warnings.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/check/checking.h"

namespace landshim::testing {
namespace {

class GoodPolicies : public ::testing::Test {
 public:
  GoodPolicies() {
    for (const char* path :
         {"home", "folder", "logs", "reports/out", "in", "out", "downloads",
          "upstream", "clones", "uploads", "converted", "site/www", "site/log",
          "site/cgi", "app/output", "data", "demo/data"}) {
      std::filesystem::create_directories(directory_.Sub(path));
    }
    directory_.Write("reports/count.sh", "#!/bin/bash\n");
    directory_.Write("site/lighttpd.conf", "");
    directory_.Write("site/cgi/answer", "#!/bin/bash\n");
    std::filesystem::permissions(directory_.Sub("site/cgi/answer"),
                                 std::filesystem::perms(0755));
    std::filesystem::copy_file(TestFile("tests/testcases/print_marker"),
                               directory_.Sub("program"));
  }

  // With the variables of all of them.
  Command WithVariables(Command command) const {
    const std::vector<std::pair<std::string, std::string>> variables = {
        {"HOME", "home"},           {"FOLDER", "folder"},
        {"LOGS", "logs"},           {"REPORTS", "reports"},
        {"IN", "in"},               {"OUT", "out"},
        {"DOWNLOADS", "downloads"}, {"UPSTREAM", "upstream"},
        {"CLONES", "clones"},       {"UPLOADS", "uploads"},
        {"CONVERTED", "converted"}, {"SITE", "site"},
        {"APP", "app"},             {"DATA", "data"},
        {"DEMO", "demo"},           {"PROGRAM", "program"},
    };
    for (const auto& [name, path] : variables) {
      command.Env(name, directory_.Sub(path));
    }
    return command.Env("PORT", "8080");
  }

  void ExpectNoWarnings(const Result& result) const {
    EXPECT_EQ(result.status, 0) << result;
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(FindingsOf(result.out).find("warning"), std::string::npos)
        << result;
  }

  TempDir directory_;
};

TEST_F(GoodPolicies, AreThoseOfRealPrograms) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(TestFile("tests/programs/git.policy"))
               .parent_path())) {
    if (entry.path().extension() != ".policy") continue;
    SCOPED_TRACE(entry.path().filename().string());
    ExpectNoWarnings(
        WithVariables(Check({entry.path().string()})).Run());
    ++count;
  }
  EXPECT_GE(count, 12);
}

TEST_F(GoodPolicies, AreThoseOfTheReadme) {
  const std::string file = directory_.Write(
      "sqlite3.policy",
      "landshim 1\nabi 1..11\ninclude <base>\nwrite ${DEMO}/data\n");
  ExpectNoWarnings(WithVariables(Check({file})).Run());
  std::filesystem::create_directories(directory_.Sub("home/inbox"));
  ExpectNoWarnings(
      WithVariables(Check({"--rule", "include <base>; read ~/inbox"})).Run());
}

TEST_F(GoodPolicies, AreTheFragments) {
  // The command that is tested may lie beneath /tmp.
  const bool in_tmp = TestFile("tools/landshim").rfind("/tmp/", 0) == 0;
  for (const std::string fragment :
       {"base", "libs", "nameservice", "tls", "tty", "users", "tmp"}) {
    SCOPED_TRACE(fragment);
    if (fragment == "tmp" && in_tmp) continue;
    // With a home that is not beneath /tmp.
    ExpectNoWarnings(Check({"--rule", "include <" + fragment + ">"}).Run());
  }
}

}  // namespace
}  // namespace landshim::testing
