// What the tests of libraries share: programs whose libraries lie where the
// test puts them, for one libc or the other.
#ifndef TESTS_RUN_LIBRARIES_H_
#define TESTS_RUN_LIBRARIES_H_

#include <functional>
#include <string>

#include "tests/run/launch.h"

namespace landshim::testing {

// Adds environment, working directory and the like to a command.
using Dress = std::function<void(Command*)>;

// GetParam() is the libc.
class Libraries : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  static bool IsMusl() { return GetParam() == std::string("musl"); }

  static std::string Built(const std::string& name) {
    return Program(std::string(GetParam()) + "/" + name);
  }

  // Copies of what was built.
  std::string Add(const std::string& name, const std::string& as) const {
    return scene_.Copy(Built(name), as);
  }

  static void Patch(const Words& options, const std::string& file) {
    Words argv = {"patchelf"};
    argv.insert(argv.end(), options.begin(), options.end());
    argv.push_back(file);
    const Result result = Command(argv).Run();
    ASSERT_EQ(result.status, 0) << result;
  }

  // Without a sandbox it prints this, and so it does in one.
  void ExpectOutput(
      const Words& program, const std::string& output,
      const Dress& dress = [](Command*) {}) const {
    Command free(program);
    dress(&free);
    EXPECT_TRUE(Ended(free.Run(), 0, output));
    Command bound = RunUnder("abi 1..11", program);
    dress(&bound);
    EXPECT_TRUE(Ended(bound.Run(), 0, output));
  }

  static Dress With(const std::string& name, const std::string& value) {
    return [=](Command* command) { command->Env(name, value); };
  }

  Scene scene_;
};

}  // namespace landshim::testing

#endif  // TESTS_RUN_LIBRARIES_H_
