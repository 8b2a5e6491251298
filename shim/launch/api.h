// What the commands of landshim ask of the code that `landshim run` is made of.
// That code keeps its own functions to itself (bazel/freestanding.bzl), so
// these have C names.
#ifndef LANDSHIM_SHIM_LAUNCH_API_H_
#define LANDSHIM_SHIM_LAUNCH_API_H_

#include <cstddef>
#include <cstdint>

#include "shim/launch/program.h"

namespace landshim {

// A launch up to the point where the program would be executed.
struct RehearsedLaunch {
  // To be set by the caller: is told each file that the first layer grants for
  // the start, and the rights (AccessMasks::bits).
  void (*granted)(const char* path, uint64_t rights);

  int layers;             // that the program would be in: 0 with `abi 0..N`
  const char* one_layer;  // why it is no more than one; null else
  // What execve(2) would be given.
  const char* path;
  char** arguments;
  char** environment;
};

}  // namespace landshim

extern "C" {

// The texts of the policy that `landshim run ARGUMENTS...` would enforce, in
// the form that run hands to the shim (shim/hand_over.h), valid for as long as
// the process. `arguments` follow the word "run" and end with NULL. *size is 0
// where the kernel sample's variables are the policy, which have no text. Ends
// the process with a message and run's exit status where run would: where the
// command line is wrong, the program cannot be found, or the policy is wrong
// in itself. Once in a process.
const char* LandshimReadRunPolicy(char** arguments, char** envp, size_t* size);

// Does all that `landshim run ARGUMENTS...` does before it executes the program
// (the calling process is restricted), but for refusing to work with privileges
// of its own (AT_SECURE). Ends the process with the same message and status
// where that would. `arguments` as above. Once in a process.
void LandshimRehearseRun(char** arguments, char** envp,
                         landshim::RehearsedLaunch* launch);

// Looks at the program arguments[0] as run does, with the same messages, and
// prepares its start without any policy: its shim tells a recorder when it is
// there, and does nothing else. launch->layers is 1 then; 0 where no shim will
// be loaded. Restricts nobody. Once in a process, and not with
// LandshimRehearse.
void LandshimPrepareLearn(char** arguments, char** envp,
                          landshim::RehearsedLaunch* launch);

// Why run could hand the shim over to no program at all; null: it could, and
// *preload is how LD_PRELOAD would name it. Leaves descriptors open.
const char* LandshimWhyNoHandOver(const char** preload);

// FindWeakness (shim/ownership.h) for root and the user, of a path in memory
// that can be written to: the name, of *size bytes, by which others could
// change the file; null: nowhere. *owner and *mode (octal digits) say how.
const char* LandshimFindWeakness(char* path, size_t* size, uint32_t* owner,
                                 const char** mode);
}

#endif  // LANDSHIM_SHIM_LAUNCH_API_H_
