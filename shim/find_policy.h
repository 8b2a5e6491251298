// Which policy is meant: by variable, by the sample's variables, or by name.
#ifndef LANDSHIM_SHIM_FIND_POLICY_H_
#define LANDSHIM_SHIM_FIND_POLICY_H_

#include "policy/environment.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/process_start.h"
#include "shim/variables.h"

namespace landshim {

// The names by which a program is known, the likelier first; the second may
// be empty, and both are where the program's name is unknown.
struct ProgramNames {
  std::string_view names[2];
};

// Before a program is recorded because a variable says so: a policy of that
// name in /etc/landshim ends the process, as a variable that was left behind is
// not to switch it off; one in the user's directory is said not to be enforced.
void CheckLearn(const ProcessStart& start, const Request& request);

// Finds the policy and reads its file. False: there is none and none is
// needed. Ends the process where there is none and one is needed, or where
// one cannot be read.
bool FindPolicy(const ProcessStart& start, const Request& request,
                PolicyFiles* files, PolicyOrigin* origin);

// Its parts. Each adds to *origin what it finds; all of them end the process
// where something is there and cannot be read.
void ReadPolicyFile(std::string_view path, PolicyFiles* files,
                    PolicyOrigin* origin);
void AddRules(std::string_view name, std::string_view rules, PolicyFiles* files,
              PolicyOrigin* origin);
// LANDSHIM_POLICY and LANDSHIM_RULES, or the sample's variables.
bool FindByVariable(Environment environment, PolicyFiles* files,
                    PolicyOrigin* origin);
// False only in system-wide use, else there is one or the process ends.
bool FindByName(const ProgramNames& program, const Request& request,
                PolicyFiles* files, PolicyOrigin* origin);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_FIND_POLICY_H_
