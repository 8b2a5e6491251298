// Which policy is meant: by variable, by the sample's variables, or by name.
#ifndef LANDSHIM_SHIM_FIND_POLICY_H_
#define LANDSHIM_SHIM_FIND_POLICY_H_

#include "policy/environment.h"
#include "shim/hand_over.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/process_start.h"

namespace landshim {

// Who asked for a policy, and what may be believed.
struct Request {
  // /etc/ld.so.preload names this object: only /etc/landshim decides, and a
  // program without a policy there is left alone.
  bool system_wide = false;
  // What variables are read from: empty where the caller is not trusted
  // (AT_SECURE) or not asked (system_wide).
  Environment environment;
  bool keep = false;  // LANDSHIM_KEEP=1: leave the environment as it is
  bool info = false;  // LANDSHIM_LOG=info: say what is enforced
  // LANDSHIM_LEARN: the recording, NUL-terminated; null: it is not set.
  std::string_view learn;
  HandOver hand_over;
};

inline constexpr char kLearnVariable[] = "LANDSHIM_LEARN";
inline constexpr char kLandshimVariable[] = "LANDSHIM_BIN";

// The names by which a program is known, the likelier first; the second may
// be empty, and both are where the program's name is unknown.
struct ProgramNames {
  std::string_view names[2];
};

// Reads landshim's own variables. One that is misspelt, or goes not together
// with another, ends the process.
void ReadVariables(char** envp, Request* request);

// Before a program is recorded because a variable says so: a policy of that
// name in /etc/landshim ends the process, as a variable that was left behind is
// not to switch it off; one in the user's directory is said not to be enforced.
void CheckLearn(const ProcessStart& start, const Request& request);

// Ends the process where variables hold a policy, although LANDSHIM_RUN says
// that there is none.
void RefuseBesidePolicy(Environment environment);

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
