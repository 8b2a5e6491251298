// Which system calls a program makes, and what it asks Landlock for.
#ifndef TESTS_BENCH_COUNT_CALLS_H_
#define TESTS_BENCH_COUNT_CALLS_H_

#include <map>
#include <string>
#include <vector>

#include "tests/bench/launch.h"

namespace landshim::bench {

struct Calls {
  std::map<long, int> counts;  // by number
  // What takes effect in Landlock, with its arguments, call by call.
  std::vector<std::string> landlock;

  int Total() const;
};

// Runs it once, traced.
Calls CountCalls(const Program& program);

// The calls that `all` makes and `without` does not: "openat 21, close 21,
// ...".
std::string Difference(const Calls& all, const Calls& without);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_COUNT_CALLS_H_
