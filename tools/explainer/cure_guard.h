// Cures that open more than a program should be given without a thought.
#ifndef LANDSHIM_TOOLS_EXPLAINER_CURE_GUARD_H_
#define LANDSHIM_TOOLS_EXPLAINER_CURE_GUARD_H_

#include <string>
#include <string_view>
#include <vector>

#include "tools/checker/broad_places.h"
#include "tools/explainer/denial.h"

namespace landshim {

// What the program must not change: by that its next start is bound.
struct GuardedFile {
  std::string path;       // absolute, without links
  std::string_view what;  // "its own policy"
};

class CureGuard {
 public:
  CureGuard(const std::string& home, std::vector<GuardedFile> files);

  // For a run under the policy made of these files, with `amend` to be changed
  // (empty: nothing), of the user that runs this process.
  static CureGuard ForRun(const std::vector<std::string>& policy_files,
                          const std::string& amend);

  // What `cure` would mean: "every file of the machine". Empty: only what it
  // names.
  std::string WhyBroad(const std::string& cure) const;

  // Fills Denial::broad.
  void Mark(Explanation* explanation) const;

 private:
  std::vector<BroadPlace> places_;
  std::vector<GuardedFile> files_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_CURE_GUARD_H_
