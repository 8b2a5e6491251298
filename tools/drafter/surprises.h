// What a user may not have expected of a program.
#ifndef LANDSHIM_TOOLS_DRAFTER_SURPRISES_H_
#define LANDSHIM_TOOLS_DRAFTER_SURPRISES_H_

#include <string>
#include <vector>

#include "tools/drafter/places.h"
#include "tools/drafter/plan.h"
#include "tools/drafter/spelling.h"

namespace landshim {

// About statements that lead out of the program's files, in their order.
std::vector<std::string> RemarkableReach(
    const std::vector<std::string>& statements);

// About files, in the order of their paths.
std::vector<std::string> SurprisesOf(const DraftPlan& plan,
                                     const Places& places,
                                     const PathSpeller& speller,
                                     AccessMasks known);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_SURPRISES_H_
