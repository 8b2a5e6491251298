// What a denied operation lacks, in words.
#ifndef LANDSHIM_TOOLS_CHECKER_MISSING_TEXT_H_
#define LANDSHIM_TOOLS_CHECKER_MISSING_TEXT_H_

#include <functional>
#include <string>

#include "policy/decide.h"

namespace landshim {

// "no rule grants make_reg on /tmp, and no rule lifts signal". `place` says
// where a right on a path is missing: " on /tmp".
std::string MissingText(
    const Decision& decision,
    const std::function<std::string(const Missing& missing)>& place);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_MISSING_TEXT_H_
