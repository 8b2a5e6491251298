// What landshim's commands hand to the shim: the texts of the policy that `run`
// read, in a sealed memfd, and the descriptor that the shim itself was loaded
// from.
#ifndef LANDSHIM_SHIM_HAND_OVER_H_
#define LANDSHIM_SHIM_HAND_OVER_H_

#include <cstdint>
#include <string_view>

#include "policy/environment.h"

namespace landshim {

// LANDSHIM_RUN=POLICY:PRELOAD, both numbers of descriptors. Nobody else sets
// it. PRELOAD is missing where the shim is loaded from its installed file. With
// an 'o' before it (`landshim explain`) a recorder looks on, and is told when
// the policy is enforced. LANDSHIM_RUN=learn:PRELOAD (`landshim learn`): there
// is no policy, only that recorder.
//
// The memfd holds for each text: its SourceKind as 'A' and on, its name, NUL,
// the text, NUL; behind the last one NUL. The policy's own texts come in the
// order in which they are read (a file, then rules), each before what it
// includes.
struct HandOver {
  int policy_fd = -1;  // none: `run` did not start this process
  int preload_fd = -1;
  bool learn = false;
  bool observed = false;
};

inline constexpr char kHandOverVariable[] = "LANDSHIM_RUN";
inline constexpr char kHandOverLearn[] = "learn";
inline constexpr char kHandOverObserved = 'o';

// What the shim asks of descriptor -1 by ioctl(2) where the policy would have
// been enforced, if a recorder looks on ("LSMK").
inline constexpr uint32_t kLearnMark = 0x4c534d4b;

// How LD_PRELOAD names the shim's descriptor, or its installed file: by its
// directory, kDisguisePieces times "/" or "./" by chance, and its last name.
// All of these spellings lead to the same file. glibc takes a preload for
// loaded already where the program's own DT_SONAME is its name: nobody can know
// it beforehand. Nor does it collide with gdb, or with programs that load an
// object from a memfd.
inline constexpr char kPreloadFrom[] = "/proc/self/fd/";
inline constexpr int kDisguisePieces = 64;

// Async-signal-safe. A value that is no such pair is a policy descriptor that
// cannot be read.
HandOver FindHandOver(Environment environment);

// Tells the recorder that the enforcement point is here. False: there is none.
// Async-signal-safe.
bool Mark();

}  // namespace landshim

#endif  // LANDSHIM_SHIM_HAND_OVER_H_
