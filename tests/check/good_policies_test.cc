// Policies that are as they should be give no warnings.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/check/checking.h"

namespace landshim::testing {
namespace {

class GoodPolicies : public ::testing::Test {
 public:
  GoodPolicies() {
    for (const char* path : {"home", "site/www", "site/log", "site/cgi",
                             "app/output", "reports/out", "demo/data"}) {
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

  // Sets each ${NAME} of a text to what NAME in small letters is called in the
  // directory, which is another directory if there is nothing yet.
  Command WithVariables(Command command, const std::string& text) const {
    command.Env("HOME", directory_.Sub("home"));
    for (size_t at = 0; (at = text.find("${", at)) != std::string::npos;) {
      at += 2;
      const std::string name =
          text.substr(at, text.find_first_of(":}", at) - at);
      std::string small = name;
      for (char& c : small) c = static_cast<char>(std::tolower(c));
      if (!std::filesystem::exists(directory_.Sub(small))) {
        std::filesystem::create_directory(directory_.Sub(small));
      }
      command.Env(name, name == "PORT" ? "8080" : directory_.Sub(small));
    }
    return command;
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
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    ExpectNoWarnings(
        WithVariables(Check({entry.path().string()}), text.str()).Run());
    ++count;
  }
  EXPECT_GE(count, 12);
}

TEST_F(GoodPolicies, AreThoseOfTheReadme) {
  const std::string text =
      "landshim 1\nabi 1..11\ninclude <base>\nwrite ${DEMO}/data\n";
  const std::string file = directory_.Write("sqlite3.policy", text);
  ExpectNoWarnings(WithVariables(Check({file}), text).Run());
  std::filesystem::create_directories(directory_.Sub("home/inbox"));
  ExpectNoWarnings(
      WithVariables(Check({"--rule", "include <base>; read ~/inbox"}), "")
          .Run());
}

TEST_F(GoodPolicies, AreTheFragments) {
  // The command that is tested may lie beneath /tmp.
  const bool in_tmp = TestFile("tools/landshim").rfind("/tmp/", 0) == 0;
  for (const std::string fragment :
       {"base", "libs", "nameservice", "tls", "tty", "users", "tmp"}) {
    SCOPED_TRACE(fragment);
    if (fragment == "tmp" && in_tmp) continue;
    // With a home, and a landshim, that are not beneath /tmp.
    ExpectNoWarnings(Command({TestFile("tools/landshim"), "check", "--rule",
                              "include <" + fragment + ">"})
                         .Run());
  }
}

}  // namespace
}  // namespace landshim::testing
