// `landshim run` up to the point where the program would begin, in a child:
// what it comes to is known and not guessed.
#ifndef LANDSHIM_TOOLS_DOCTOR_REHEARSAL_H_
#define LANDSHIM_TOOLS_DOCTOR_REHEARSAL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/access.h"

namespace landshim::doctor {

// A file that the first layer grants for the start.
struct Grant {
  std::string path;
  AccessMasks rights;
  bool tree = false;  // a directory: granted beneath it
};

struct Rehearsal {
  // Came to the point of executing the program; else `status` is run's exit
  // status, 128 + the signal that a filter answered with, or -1.
  bool ready = false;
  int status = 0;
  std::vector<std::string> lines;  // what run would say
  // Where it is ready:
  int layers = 0;  // 0: the policy allows to run unrestricted, and it does
  std::string one_layer;  // why it is one
  std::vector<Grant> grants;
  // The kernel's answer to execve(2): 0, errno, or -1 where it was not asked.
  int execute_error = -1;

  // Would start the program in a sandbox, as far as the first layer goes.
  bool Starts() const { return ready && layers > 0 && execute_error <= 0; }
  // Where it is not ready: the line that run ends with, or what killed it.
  std::string Failure() const;
};

// `arguments` as they follow the word "run"; the program is never begun.
Rehearsal RehearseRun(const std::vector<std::string>& arguments, char** envp);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_REHEARSAL_H_
