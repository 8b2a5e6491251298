// Watches a program's system calls from outside.
#ifndef TESTS_BENCH_TRACE_H_
#define TESTS_BENCH_TRACE_H_

#include <sys/ptrace.h>
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

#include "tests/bench/launch.h"

namespace landshim::bench {

// Called at the beginning and at the end of each call, with the process
// stopped.
using CallVisitor =
    std::function<void(pid_t process, const __ptrace_syscall_info& info)>;

// Runs it once to a successful end, by ptrace(2). What it executes in its own
// place is watched as well; processes that it makes are not.
void TraceCalls(const Program& program, const CallVisitor& visit);

// Memory of the stopped process.
std::string FetchBytes(pid_t process, uint64_t address, size_t size);
std::string FetchText(pid_t process, uint64_t address);  // up to its NUL

template <typename T>
T Fetch(pid_t process, uint64_t address) {
  T value;
  FetchBytes(process, address, sizeof(value))
      .copy(reinterpret_cast<char*>(&value), sizeof(value));
  return value;
}

}  // namespace landshim::bench

#endif  // TESTS_BENCH_TRACE_H_
