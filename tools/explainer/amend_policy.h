// `landshim explain --amend`: what is missing gets into the policy, as far as
// the user wants it.
#ifndef LANDSHIM_TOOLS_EXPLAINER_AMEND_POLICY_H_
#define LANDSHIM_TOOLS_EXPLAINER_AMEND_POLICY_H_

#include <string>

#include "tools/explainer/denial.h"

namespace landshim {

// Why nothing could be added to `file`, before anything is run: there is no
// such policy, it cannot be read or written, a program would not start under
// it, or without `yes` there is nobody to ask. "PLACE: WHAT; CURE"; empty:
// nothing is known to be in the way.
std::string WhyNotToAmend(const std::string& file, bool yes);

// Adds to `file` what the user at the terminal wants; with `yes`, whatever is
// not broad. What is left out is said, and why. Returns 0, or kLandshimFailed
// where nothing was changed because of a mistake.
int AmendPolicy(const std::string& file, bool yes,
                const Explanation& explanation);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_AMEND_POLICY_H_
