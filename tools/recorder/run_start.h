// How a run begins, for its first line.
#ifndef LANDSHIM_TOOLS_RECORDER_RUN_START_H_
#define LANDSHIM_TOOLS_RECORDER_RUN_START_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "policy/environment.h"
#include "tools/recording/fact.h"

namespace landshim {

// Of a program that this process is about to start, with its own directory.
RunStart MakeRunStart(const std::string& program,
                      const std::vector<std::string>& command,
                      Environment environment);

// Of one that began already: what /proc says of it.
RunStart MakeRunStartOf(pid_t process);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_RUN_START_H_
