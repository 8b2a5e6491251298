// A policy that grants next to nothing, and landshim explain under it.
#ifndef TESTS_EXPLAIN_FIXTURE_H_
#define TESTS_EXPLAIN_FIXTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::testing {

using Words = std::vector<std::string>;

inline std::string ContentOf(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class Explain : public ::testing::Test {
 protected:
  Explain() {
    secret_ = directory_.Write("secret", "the secret\n");
    policy_ = directory_.Write(
        "app.policy", "landshim 1\nabi 1..6  # mine\ninclude <base> <libs>\n");
  }

  Command Explaining(Words arguments) const {
    arguments.insert(arguments.begin(),
                     {TestFile("tools/landshim"), "explain"});
    return Command(arguments).Cwd(directory_.path());
  }

  // Under the policy; what is printed has "[PID]" for the process.
  Result Report(const Words& program, Words options = {}) const {
    options.insert(options.begin(), {"--policy", policy_});
    options.emplace_back("--");
    options.insert(options.end(), program.begin(), program.end());
    Result result = Explaining(options).Run();
    result.err =
        std::regex_replace(result.err, std::regex("\\[[0-9]+\\]"), "[PID]");
    return result;
  }

  // The same, with what is missing added to the policy.
  Result Amending(const std::string& script) const {
    return Report({"/bin/sh", "-c", script},
                  {"--rule", "exec /usr/bin", "--amend", policy_, "--yes"});
  }

  TempDir directory_;
  std::string secret_;
  std::string policy_;
};

}  // namespace landshim::testing

#endif  // TESTS_EXPLAIN_FIXTURE_H_
