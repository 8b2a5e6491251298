// The environment that `landshim run` starts a program with.
#ifndef LANDSHIM_SHIM_LAUNCH_PROGRAM_ENVIRONMENT_H_
#define LANDSHIM_SHIM_LAUNCH_PROGRAM_ENVIRONMENT_H_

#include "shim/launch/program.h"
#include "shim/launch/text_pool.h"
#include "shim/tidy.h"

namespace landshim {

// What the shim is to find; a null preload: no shim follows.
struct Hints {
  const char* preload = nullptr;  // its entry of LD_PRELOAD
  int policy_fd = -1;
  int preload_fd = -1;
  bool learn = false;  // instead of the policy
  bool observed = false;
  bool info = false;    // LANDSHIM_LOG=info
  bool sample = false;  // LL_*: the shim reads them, then takes them out
};

// A copy of `envp` without landshim's own entries (with `traces.keep`: all but
// LANDSHIM_RUN and other copies of the shim stay) and with what the shim needs;
// the shim takes exactly that away again. Other objects in LD_PRELOAD stay, and
// ours comes last for glibc, first for musl: that is the place from which it
// runs first. Edits LD_PRELOAD in place. All that is new is in *pool. nullptr:
// no memory.
char** MakeEnvironment(char** envp, const Program& program,
                       const Traces& traces, const Hints& hints,
                       TextPool* pool);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_PROGRAM_ENVIRONMENT_H_
