// The system calls that the bench knows: names, and what their arguments are.
#ifndef TESTS_BENCH_CALL_TABLE_H_
#define TESTS_BENCH_CALL_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace landshim::bench {

enum class ArgumentKind : uint8_t {
  kNumber,
  kText,     // ends with NUL
  kTexts,    // pointers to texts, ends with NULL
  kBytes,    // read by the kernel
  kWritten,  // written by the kernel
  kMapping,  // where something was mapped before
};

// An argument that is no number may be NULL. Of bytes, `size` is how many there
// are; or, if that is 0, the argument with the index `size_at` says it.
struct ArgumentType {
  ArgumentKind kind = ArgumentKind::kNumber;
  size_t size = 0;
  int size_at = 0;
};

struct CallType {
  long number;
  const char* name;
  // False for what no launcher calls: its arguments are not told.
  bool recorded;
  ArgumentType arguments[6];
};

// nullptr: not in the table.
const CallType* FindCall(long number);

// "call 1000" if it is not in the table.
std::string NameOfCall(long number);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_CALL_TABLE_H_
