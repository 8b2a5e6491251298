// What `landshim run` hands to the shim: the texts of the policy that it read,
// in a sealed memfd, and the descriptor that the shim itself was loaded from.
#ifndef LANDSHIM_SHIM_HAND_OVER_H_
#define LANDSHIM_SHIM_HAND_OVER_H_

#include <string_view>

#include "policy/environment.h"

namespace landshim {

// LANDSHIM_RUN=POLICY:PRELOAD, both numbers of descriptors. Nobody else sets
// it. PRELOAD is -1 where the shim is loaded from its installed file.
//
// The memfd holds for each text: its SourceKind as 'A' and on, its name, NUL,
// the text, NUL; behind the last one NUL. The policy's own texts come in the
// order in which they are read (a file, then rules), each before what it
// includes.
struct HandOver {
  int policy_fd = -1;  // none: `run` did not start this process
  int preload_fd = -1;
};

inline constexpr std::string_view kHandOverVariable = "LANDSHIM_RUN";

// How the shim's descriptor is spelled in LD_PRELOAD: like this it collides
// neither with gdb nor with programs that load an object from a memfd.
inline constexpr char kPreloadFrom[] = "/proc/self/fd//";

// Async-signal-safe. A value that is no such pair is a policy descriptor that
// cannot be read.
HandOver FindHandOver(Environment environment);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_HAND_OVER_H_
