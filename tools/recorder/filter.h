// The seccomp filter of programs that are watched.
#ifndef LANDSHIM_TOOLS_RECORDER_FILTER_H_
#define LANDSHIM_TOOLS_RECORDER_FILTER_H_

namespace landshim {

// Installs it for this process, with no_new_privs, and returns its listener
// (close-on-exec); or -errno. What waits for an answer from then on is in
// shim/learn_filter.h.
int InstallFilter();

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_FILTER_H_
