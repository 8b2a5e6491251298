// Places as users see them.
#ifndef LANDSHIM_TOOLS_CHECKER_PLACE_TEXT_H_
#define LANDSHIM_TOOLS_CHECKER_PLACE_TEXT_H_

#include <string>

#include "policy/source.h"

namespace landshim {

// The line counts in the text that `landshim show` prints: fragments are
// packed without their comments.
Place ShownPlace(const Place& place);

// "app.policy:12:7", "<base>:6:9".
std::string PlaceText(const Place& place);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_PLACE_TEXT_H_
