// What no draft may let a program do unless its user named it: the last word,
// when rules have become what they are.
#ifndef LANDSHIM_TOOLS_DRAFTER_REACH_H_
#define LANDSHIM_TOOLS_DRAFTER_REACH_H_

#include "tools/drafter/plan.h"

namespace landshim {

// Adds to DraftPlan::refused for each rule that grants something dangerous that
// nothing refused before, and a finding for what an allowed one reaches.
void RefuseDangerous(const PlanInput& input, DraftPlan* plan);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_REACH_H_
