// What no draft may let a program change: by what its next start is bound.
#ifndef LANDSHIM_TOOLS_DRAFTER_REACH_H_
#define LANDSHIM_TOOLS_DRAFTER_REACH_H_

#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "tools/drafter/plan.h"

namespace landshim {

// A file or directory to be kept out of reach.
struct KeptPlace {
  std::string path;  // absolute
  std::string what;  // "the policy itself"
  // Where it is missing, only what the user allowed by name may reach it.
  bool may_be_missing = false;
};

// Adds a finding for what is missing yet. False: a rule of the plan would let
// the program change one of them, and *error is the line that says which.
bool KeepOutOfReach(const std::vector<KeptPlace>& kept, Filesystem* filesystem,
                    DraftPlan* plan, std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_REACH_H_
