// What main does about `landshim run`: it prints the policy. The program
// itself was started before main, by shim/launch.
#include "tools/run_command.h"

#include <string>

#include "policy/format.h"
#include "policy/policy.h"
#include "policy/statements.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/run_policy.h"

namespace landshim {

int RunCommand(int /*argc*/, char** argv, char** envp) {
  PolicyStatements statements;
  std::string error;
  // Behind "landshim run".
  if (!ReadRunPolicy(argv + 2, envp, &statements, &error)) {
    return Complain(error);
  }
  return Print(Format(MakePolicy(statements)));
}

}  // namespace landshim
