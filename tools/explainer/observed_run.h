// Runs a program by `landshim run`'s way, watched, and explains what Landlock
// denies it.
#ifndef LANDSHIM_TOOLS_EXPLAINER_OBSERVED_RUN_H_
#define LANDSHIM_TOOLS_EXPLAINER_OBSERVED_RUN_H_

#include <string>
#include <vector>

#include "tools/explainer/denial.h"
#include "tools/recorder/session.h"

namespace landshim {

// `arguments`: of `landshim run`. Ending::failed: landshim said why itself.
Ending RunObserved(const std::vector<std::string>& arguments,
                   const SessionOptions& options, Explanation* explanation);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_OBSERVED_RUN_H_
