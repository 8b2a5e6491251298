// Many files of one directory become the directory.
#ifndef LANDSHIM_TOOLS_DRAFTER_COLLAPSE_H_
#define LANDSHIM_TOOLS_DRAFTER_COLLAPSE_H_

#include "tools/drafter/plan.h"

namespace landshim {

// From so many names in a directory on it is granted for reading as a whole.
inline constexpr size_t kManyNames = 4;

// Reading only: rules that write or execute stay as they are. Doing it again
// changes nothing.
void CollapseManyFiles(const Places& places, DraftPlan* plan);

// Files of which each run opened another one, in one directory.
void CollapseDifferingFiles(const Recorded& recorded, const Places& places,
                            DraftPlan* plan);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_COLLAPSE_H_
