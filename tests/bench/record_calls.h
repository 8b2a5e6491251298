// What a launcher asks the kernel for, call by call, until it becomes the
// program.
#ifndef TESTS_BENCH_RECORD_CALLS_H_
#define TESTS_BENCH_RECORD_CALLS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/call_table.h"
#include "tests/bench/launch.h"

namespace landshim::bench {

struct RecordedArgument {
  uint64_t number = 0;  // the argument itself: 0 is NULL for what is no number
  size_t size = 0;      // of bytes
  // What it leads to: a text, bytes, or texts; nothing for what is written.
  std::vector<std::string> content;
};

struct RecordedCall {
  const CallType* type = nullptr;
  RecordedArgument arguments[6];
  long result = 0;

  // "openat(-100, "/etc", 0x280000) = 3"
  std::string Describe() const;
};

// mmap(2), of which the result may be any address.
bool Maps(const RecordedCall& call);

// Runs the launcher, traced, and returns its calls; execve(2), by which it
// becomes the program, is the last one.
std::vector<RecordedCall> RecordCalls(const Program& launcher);

// Which calls `a` and `b` differ in: the first difference of the two and how
// many there are, "" if they make the same calls, with the same arguments, in
// the same order, and the kernel answers alike.
std::string DescribeDifference(const std::vector<RecordedCall>& a,
                               const std::vector<RecordedCall>& b);

// What enforces a layer and executes the program, without what only a second
// layer takes, and without what was asked or tried in between.
std::vector<RecordedCall> OneLayerOf(const std::vector<RecordedCall>& calls);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_RECORD_CALLS_H_
