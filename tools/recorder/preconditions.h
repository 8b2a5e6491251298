// What must hold where programs are recorded or explained, whoever begins it:
// `landshim learn`, `landshim explain`, LANDSHIM_LEARN. Each answer is "WHAT;
// CURE"; empty: nothing is in the way.
#ifndef LANDSHIM_TOOLS_RECORDER_PRECONDITIONS_H_
#define LANDSHIM_TOOLS_RECORDER_PRECONDITIONS_H_

#include <sys/types.h>

#include <string>

namespace landshim {

// To be asked before anything starts: in another PID namespace's /proc every
// process would be taken for another one.
std::string WhyNoProc();

// To be asked before the program goes on, of the process that is to become the
// program. `started`: this process has started it.
std::string WhyBlind(pid_t program, bool started);

// Why the filter with its listener was refused with `error`, by a process with
// the filters of this one.
std::string WhyNoFilter(int error);

// Why clone(2) failed with `error`.
std::string WhyNoProcess(int error);

// Why a process was ended by `signal` before it could begin.
std::string WhyEnded(int signal);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_PRECONDITIONS_H_
