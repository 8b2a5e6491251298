// `landshim run`: the first layer, before the program begins.
#ifndef LANDSHIM_SHIM_LAUNCH_RUN_H_
#define LANDSHIM_SHIM_LAUNCH_RUN_H_

#include "shim/launch/program.h"
#include "shim/launch/run_options.h"
#include "shim/launch/start_needs.h"
#include "shim/process_start.h"

namespace landshim {

// Becomes the program, sandboxed by two layers, or by one where the shim cannot
// be loaded. Never returns: it ends the process with 125 to 127 and a message
// where that cannot be done.
//
// The first layer grants the policy and what starting the program takes, and
// is enforced before execve(2): whatever ld.so then does, nothing runs free.
// The second is the shim's, and is the policy itself. Both handle the same
// rights.
[[noreturn]] void Run(const RunOptions& options, const ProcessStart& start);

// What a launch came to, before the program is executed.
struct Rehearsal {
  const Program* program = nullptr;
  char** environment = nullptr;     // for it
  bool enforced = false;            // false: `abi 0..N`, and nothing is denied
  const char* preload = nullptr;    // the shim, as LD_PRELOAD names it
  const char* one_layer = nullptr;  // or why the shim does not follow
};

// All of Run() but the last step: the calling process is restricted when it
// returns. Ends the process where Run() would.
Rehearsal Rehearse(const RunOptions& options, char** envp,
                   GrantObserver observer);

// What Run() does for a program that is not to be sandboxed but recorded:
// `arguments` are its own. Ends the process where Run() would.
Rehearsal PrepareLearn(char** arguments, char** envp);

// Why the shim could be handed over to no program at all from this process;
// null: it could, and *preload is how LD_PRELOAD would name it. Leaves the
// descriptors open that it made.
const char* WhyNoHandOver(const char** preload);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_RUN_H_
