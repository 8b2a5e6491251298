// The policy that `landshim run` would enforce, for other commands.
#ifndef LANDSHIM_TOOLS_RUN_POLICY_H_
#define LANDSHIM_TOOLS_RUN_POLICY_H_

#include <string>

#include "policy/statements.h"

namespace landshim {

// Reads the policy of `landshim run ARGUMENTS...`; `arguments` follow the word
// "run" and end with NULL. Ends the process as run does where the command line
// or the policy is wrong, or the program cannot be found. False: *error is why
// there is no text, without "landshim: " in front. Once in a process.
bool ReadRunPolicy(char** arguments, char** envp, PolicyStatements* statements,
                   std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RUN_POLICY_H_
