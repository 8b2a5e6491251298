// The lints of `landshim check`, about a draft.
#ifndef LANDSHIM_TOOLS_DRAFTER_RISKS_H_
#define LANDSHIM_TOOLS_DRAFTER_RISKS_H_

#include <string>
#include <vector>

#include "policy/environment.h"
#include "policy/filesystem.h"

namespace landshim {

// One line for each warning, on this machine. Nothing where the text cannot be
// read, which is for others to say.
std::vector<std::string> RisksOf(const std::string& name,
                                 const std::string& text,
                                 Environment environment,
                                 Filesystem* filesystem);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_RISKS_H_
