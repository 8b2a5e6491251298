// Which landshim this is.
#ifndef LANDSHIM_TOOLS_VERSION_H_
#define LANDSHIM_TOOLS_VERSION_H_

#include <string>

#include "policy/abi.h"

namespace landshim {

inline constexpr char kVersion[] = "0.1.0";

// What `landshim --version` prints.
inline std::string VersionText() {
  return std::string("landshim ") + kVersion +
         ", policy language 1, Landlock ABI 1 to " +
         std::to_string(kNewestAbi) + "\n";
}

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_VERSION_H_
