// The seccomp filter of programs that are watched.
#ifndef LANDSHIM_TOOLS_RECORDER_FILTER_H_
#define LANDSHIM_TOOLS_RECORDER_FILTER_H_

#include <vector>

#include "shim/learn_filter.h"

namespace landshim {

// Installs it for this process, with no_new_privs, and returns its listener
// (close-on-exec); or -errno. What waits for an answer from then on is in
// shim/learn_filter.h; with `looks`, LANDSHIM_LOOKING_CALLS too.
int InstallFilter(bool looks);

// The program of it.
std::vector<learn_filter::Instruction> FilterProgram(bool looks);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_FILTER_H_
