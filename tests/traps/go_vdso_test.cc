// A cgo program keeps its vDSO and its random seed: the Go runtime finds both
// by walking behind the environment, and falls back to slow system calls and to
// files that the policy denies.
#include <regex>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

class GoVdsoTest : public TrapTest {
 protected:
  // Runs it under strace with these variables. `err` of what it returns are the
  // calls that tell where time and randomness came from.
  Result Trace(const Words& variables) {
    const std::string log = root() + "/strace.log";
    Words argv = {"strace",
                  "-f",
                  "-qq",
                  "-o",
                  log,
                  "-e",
                  "trace=open,openat,clock_gettime,execve"};
    for (const std::string& variable : variables) {
      argv.insert(argv.end(), {"-E", variable});
    }
    argv.push_back(TestFile("tests/traps/read_clock"));
    Result result = Command(argv).Run();
    result.err = Matches(ReadFile(log),
                         "clock_gettime\\(|/proc/self/auxv|"
                         "/dev/u?random");
    return result;
  }

  static std::string Matches(const std::string& text, const char* pattern) {
    const std::regex regex(pattern);
    std::string found;
    for (std::sregex_iterator it(text.begin(), text.end(), regex), end;
         it != end; ++it) {
      found += it->str() + "\n";
    }
    return found;
  }
};

TEST_P(GoVdsoTest, TimeTakesNoSystemCall) {
  EXPECT_TRUE(Ended(Trace({}), 0, kMainRan));
  // What it looks like where the vector is lost.
  const Result lost = Trace({"LD_PRELOAD=" + Library("lose_auxv")});
  EXPECT_EQ(lost.status, 0);
  EXPECT_NE(lost.err.find("/proc/self/auxv"), std::string::npos) << lost;

  const std::string preload = "LD_PRELOAD=" + ShimPath();
  const std::string rules = "LANDSHIM_RULES=" + public_only();
  EXPECT_TRUE(Ended(Trace({preload, rules}), 0, kMainRan));
  EXPECT_TRUE(Ended(Trace({preload, rules, "LANDSHIM_LOG=info"}), 0, kMainRan));
}

INSTANTIATE_TEST_SUITE_P(Libc, GoVdsoTest, ::testing::Values("glibc"),
                         LibcName);

}  // namespace
}  // namespace landshim::traps
