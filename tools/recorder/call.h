// The system calls that a recorder is asked about (shim/watched_calls.h), for
// every architecture that a recorded program can have.
#ifndef LANDSHIM_TOOLS_RECORDER_CALL_H_
#define LANDSHIM_TOOLS_RECORDER_CALL_H_

#include <linux/seccomp.h>

#include <array>
#include <cstdint>

#include "shim/watched_calls.h"

namespace landshim {

enum class Call : uint8_t {
#define LANDSHIM_C(name, x86_64, aarch64, i386) k_##name,
  LANDSHIM_WATCHED_CALLS(LANDSHIM_C) LANDSHIM_LOOKING_CALLS(LANDSHIM_C)
#undef LANDSHIM_C
      kOther,  // nothing that Landlock has a say in
  kUnknown,    // of an architecture that is not understood
};

// One call of a recorded program.
struct CallData {
  Call call = Call::kOther;
  const char* name = "";
  bool narrow = false;  // pointers and longs have 32 bits
  std::array<uint64_t, 6> args = {};
};

// What a notification is about. Where not every call of an architecture is in
// the filter, it can be kOther; of one that is not in the table, kUnknown.
CallData IdentifyCall(const struct seccomp_data& data);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_CALL_H_
