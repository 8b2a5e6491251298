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
  std::vector<std::string> arguments = {};  // behind argv[0], which is the path
};

// Microseconds. `processor` is what the process itself consumed, so other
// processes that wanted the same processor meanwhile are not in it.
struct Cost {
  double elapsed = 0;
  double processor = 0;
};

// Throws it as a std::runtime_error: no number is better than a wrong one.
[[noreturn]] void Die(const std::string& message);

// Lets this process and all that it starts run before all other processes, if
// it is privileged enough for that.
void GoFirst();

// The same, and keeps them on one processor: the last, since interrupts prefer
// the first.
void ClaimOneProcessor();

// Runs it once, to a successful end.
Cost Launch(const Program& program);

// The path and the arguments.
std::vector<std::string> CommandLine(const Program& program);

// A file that the build made, as bazel run, bazel test and a plain shell find
// it. `self` is this program's argv[0].
std::string FileOfBuild(const std::string& self, const std::string& path);

// NULL-terminated pointers into `strings`, which must outlive them.
std::vector<char*> Pointers(const std::vector<std::string>& strings);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_LAUNCH_H_
