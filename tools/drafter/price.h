// What a draft grants beyond what was seen.
#ifndef LANDSHIM_TOOLS_DRAFTER_PRICE_H_
#define LANDSHIM_TOOLS_DRAFTER_PRICE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "tools/drafter/plan.h"
#include "tools/drafter/spelling.h"

namespace landshim {

// What is beneath a directory, links not followed.
struct TreeSize {
  size_t files = 0;  // all that is no directory
  size_t directories = 0;
  bool more = false;  // counting stopped
};

using TreeCounter = std::function<TreeSize(const std::string& directory)>;

// Of the running system; it looks at `most` entries at most.
TreeSize CountTree(const std::string& directory, size_t most);

// One line for each rule that grants more than was seen of what there is now,
// in the order of their paths.
std::vector<std::string> PriceOf(const DraftPlan& plan,
                                 const PathSpeller& speller, AccessMasks known,
                                 const TreeCounter& count,
                                 Filesystem* filesystem);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PRICE_H_
