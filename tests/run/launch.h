// Starts programs by `landshim run` for tests, and says what came of it.
#ifndef TESTS_RUN_LAUNCH_H_
#define TESTS_RUN_LAUNCH_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/lib/kernel.h"
#include "tests/lib/process.h"

namespace landshim::testing {

using Words = std::vector<std::string>;

std::string LandshimPath();

// `landshim run OPTIONS... -- PROGRAM...`
Command RunWith(const Words& options, const Words& program);

// The same with these rules as the policy. They state an `abi`, so that nothing
// is said about what this kernel lacks.
Command RunUnder(const std::string& rules, const Words& program);

// The program under the same policy, by a preload alone.
Command PreloadUnder(const std::string& rules, const Words& program);

// The path of a program of tests/run/programs.bzl.
std::string Program(const std::string& name);

// Files of which policies grant one. What read_file prints of them is below.
class Scene {
 public:
  Scene();

  const std::string& path() const { return directory_.path(); }
  std::string Sub(const std::string& name) const {
    return directory_.Sub(name);
  }
  // Also makes the directories above it.
  std::string Write(const std::string& name, const std::string& text) const;
  // A file of this text that everybody may execute.
  std::string Script(const std::string& name, const std::string& text) const;
  // A copy of a file, with this mode.
  std::string Copy(const std::string& file, const std::string& name,
                   unsigned mode = 0755) const;

  std::string granted() const { return Sub("granted/file"); }
  std::string secret() const { return Sub("secret/file"); }
  // Rules that grant reading the one and not the other.
  std::string rules() const { return "abi 1..11; read " + Sub("granted"); }

 private:
  TempDir directory_;
};

inline constexpr char kGrantedText[] = "granted\n";
inline constexpr char kSecretText[] = "secret\n";

// What ended like this: exit status, output, and lines on descriptor 2 (each
// without "landshim: " and newline).
::testing::AssertionResult Ended(const Result& result, int status,
                                 const std::string& out,
                                 const Words& lines = {});

// landshim did not start the program and said why, in one line.
::testing::AssertionResult Refused(const Result& result, int status,
                                   const std::string& line);

// The same end, output and errors.
::testing::AssertionResult Same(const Result& result, const Result& control);

// What is said of a program that gets one layer, with a count that depends on
// the system left out: RunOf() replaces it in what was said.
std::string OneLayer(const std::string& program, const std::string& reason);
Result WithoutCount(Result result);

}  // namespace landshim::testing

#endif  // TESTS_RUN_LAUNCH_H_
