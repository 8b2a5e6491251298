// The system calls that replay_calls.cc makes, as they lie in its file: the
// bench records them and writes a copy of that executable which makes them.
#ifndef TESTS_BENCH_REPLAYED_CALLS_H_
#define TESTS_BENCH_REPLAYED_CALLS_H_

#include <cstddef>
#include <cstdint>

namespace landshim::bench {

// What an argument of a replayed call is.
enum class ReplayedArgument : uint8_t {
  kConstant,  // a number, or the address of something in the table
  kWritten,   // where all goes that the kernel writes
  kMapping,   // what an earlier call that maps returned: its index among them
};

struct ReplayedCall {
  int64_t number = 0;
  int64_t arguments[6] = {};
  ReplayedArgument kinds[6] = {};
  bool maps = false;   // any result but an error is right, and kept
  int64_t result = 0;  // else: another one ends the process with status 1
};

struct ReplayMark {
  char text[16];
};
inline constexpr ReplayMark kReplayMark = {"replayed calls:"};

inline constexpr size_t kReplayRoom = size_t{192} << 10;
inline constexpr size_t kLargestWritten = size_t{64} << 10;
inline constexpr size_t kMostMappings = 16;

// In the executable's constant data.
struct ReplayTable {
  ReplayMark mark;             // by which it is found in the file
  const ReplayTable* address;  // where the executable has it in memory
  uint64_t count;
  // The calls, then what they point to.
  alignas(ReplayedCall) char room[kReplayRoom];
};

}  // namespace landshim::bench

#endif  // TESTS_BENCH_REPLAYED_CALLS_H_
