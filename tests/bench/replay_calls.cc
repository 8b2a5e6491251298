// The least launcher: makes the system calls that are written into its file,
// with constant arguments, and does nothing else.
#include "tests/bench/least_calls.h"
#include "tests/bench/replayed_calls.h"

#if defined(__x86_64__)
asm(".globl _start\n"
    "_start:\n"
    "  xorl %ebp, %ebp\n"
    "  andq $-16, %rsp\n"
    "  call Replay\n");
#elif defined(__aarch64__)
asm(".globl _start\n"
    "_start:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  bl Replay\n");
#endif

namespace landshim::bench {
namespace {

extern const ReplayTable kTable;
const ReplayTable kTable = {kReplayMark, &kTable, 0, {}};

char written[kLargestWritten];

long Value(const ReplayedCall& call, int i, const long* mappings) {
  switch (call.kinds[i]) {
    case ReplayedArgument::kWritten:
      return Address(written);
    case ReplayedArgument::kMapping:
      return mappings[call.arguments[i]];
    case ReplayedArgument::kConstant:
      break;
  }
  return call.arguments[i];
}

extern "C" [[noreturn]] __attribute__((used)) void Replay() {
  const ReplayTable* table = &kTable;
  asm volatile("" : "+r"(table));  // what it holds is not known yet
  const auto* call = reinterpret_cast<const ReplayedCall*>(table->room);
  long mappings[kMostMappings];
  long mapped = 0;
  for (uint64_t i = 0; i < table->count; ++i, ++call) {
    long values[6];
    for (int k = 0; k < 6; ++k) values[k] = Value(*call, k, mappings);
    const long result = Call(call->number, values[0], values[1], values[2],
                             values[3], values[4], values[5]);
    if (call->maps) mappings[mapped++] = Must(result);
    if (!call->maps && result != call->result) break;
  }
  while (true) Call(__NR_exit_group, 1);
}

}  // namespace
}  // namespace landshim::bench
