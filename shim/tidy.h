// Removes landshim's own traces from the environment that the program sees.
#ifndef LANDSHIM_SHIM_TIDY_H_
#define LANDSHIM_SHIM_TIDY_H_

#include <string_view>

#include "shim/process_start.h"

namespace landshim {

// What is landshim's own, besides its entries in LD_PRELOAD variables.
struct Traces {
  bool sample_variables = false;  // LL_*: they were the policy
  bool keep = false;  // LANDSHIM_KEEP=1: only what `landshim run` added goes
};

// Takes the entries out of the initial block by moving the pointers behind
// them down, and out of libc's copy of it if there is one by now. Strings are
// edited in place. The block keeps its end: freed slots become AT_IGNORE pairs
// of the auxiliary vector, so that who walks past envp still finds it (the Go
// runtime does). That takes an even number; else one entry LANDSHIM=1 stays.
// /proc/self/environ shows the kernel's own range of memory, untouched but for
// the edited strings. Async-signal-safe.
void Tidy(const ProcessStart& start, const Traces& traces);

// True for an entry (NAME=value) that is landshim's own and not the program's;
// LD_PRELOAD is not looked at. Async-signal-safe.
bool IsOwnEntry(std::string_view entry, const Traces& traces);

// Takes `liblandshim*`, and the descriptor that `landshim run` names, out of a
// list that blanks or colons separate, in place: each with the separator in
// front of it, or behind it where it is the first. All else stays as it is.
// False: it was in it, and no other object.
bool RemoveOwnPreloads(char* list);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_TIDY_H_
