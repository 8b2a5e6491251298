// Starts programs and times them from before they exist to after they ended.
#ifndef TESTS_BENCH_LAUNCH_H_
#define TESTS_BENCH_LAUNCH_H_

#include <string>
#include <vector>

namespace landshim::bench {

// What is started: a program, alone or with an object preloaded.
struct Program {
  std::string name;  // for the tables
  std::string path;
  std::vector<std::string> environment;
};

// Microseconds. `processor` is what the process itself consumed, so other
// processes that wanted the same processor meanwhile are not in it.
struct Cost {
  double elapsed = 0;
  double processor = 0;
};

// Throws it as a std::runtime_error: no number is better than a wrong one.
[[noreturn]] void Die(const std::string& message);

// Keeps this process and all that it starts on one processor (the last, since
// interrupts prefer the first), before all other processes there if it is
// privileged enough for that.
void ClaimOneProcessor();

// Runs it once, to a successful end.
Cost Launch(const Program& program);

// NULL-terminated pointers into `strings`, which must outlive them.
std::vector<char*> Pointers(const std::vector<std::string>& strings);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_LAUNCH_H_
