// Other programs that start a program in a sandbox, as far as this machine has
// them.
#ifndef TESTS_BENCH_OTHER_LAUNCHERS_H_
#define TESTS_BENCH_OTHER_LAUNCHERS_H_

#include <string>
#include <vector>

#include "tests/bench/launch.h"

namespace landshim::bench {

struct OtherLauncher {
  std::string name;
  std::string missing;  // why it does not take part; empty: it does
  Program program;
};

// Each is told to start `program` with the nearest thing to the twenty rules
// that it can do. One that is not in PATH, or does not start it, is missing.
std::vector<OtherLauncher> FindOtherLaunchers(
    const std::string& program, const std::vector<std::string>& environment);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_OTHER_LAUNCHERS_H_
