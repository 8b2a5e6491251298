// Which policy `landshim run` enforces.
#ifndef LANDSHIM_SHIM_LAUNCH_FIND_RUN_POLICY_H_
#define LANDSHIM_SHIM_LAUNCH_FIND_RUN_POLICY_H_

#include "shim/find_policy.h"
#include "shim/launch/program.h"
#include "shim/launch/run_options.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"

namespace landshim {

// What is on the command line decides alone; without it the shim's own search:
// variables, then the names of the program. `program` may be nullptr if none
// was named. Ends the process where there is no policy.
void FindRunPolicy(const RunOptions& options, const Request& request,
                   const Program* program, PolicyFiles* files,
                   PolicyOrigin* origin);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_FIND_RUN_POLICY_H_
