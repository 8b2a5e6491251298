// Cures that open more than a program should be given without a thought. What
// the program did decides what the cures are: none of them is to be trusted.
#ifndef LANDSHIM_TOOLS_EXPLAINER_CURE_GUARD_H_
#define LANDSHIM_TOOLS_EXPLAINER_CURE_GUARD_H_

#include <string>
#include <vector>

#include "tools/checker/machine.h"
#include "tools/explainer/denial.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

class CureGuard {
 public:
  CureGuard(DangerSetting setting, AllowedPlaces allowed);

  // For a run under the policy made of these files, with `amend` to be changed
  // (empty: nothing), of the user that runs this process.
  static CureGuard ForRun(const Machine& machine,
                          const std::vector<std::string>& policy_files,
                          const std::string& amend, AllowedPlaces allowed);

  // What `cure` would mean. Nothing in it: only what it names.
  CureDanger DangerOf(const std::string& cure) const;

  // Fills Denial::danger.
  void Mark(Explanation* explanation) const;

 private:
  DangerousPlaces dangerous_;
  AllowedPlaces allowed_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_CURE_GUARD_H_
