// Paths as a user wrote them, as the paths that recordings have.
#ifndef LANDSHIM_TOOLS_DRAFTER_RESOLVE_H_
#define LANDSHIM_TOOLS_DRAFTER_RESOLVE_H_

#include <set>
#include <string>

#include "policy/filesystem.h"

namespace landshim {

// Absolute and plain, by the text alone: "/x/.." is "/". A relative path starts
// in `directory`. Empty for an empty path.
std::string Normalise(const std::string& path, const std::string& directory);

// The same with all links followed, also where what is behind them is missing.
std::string Resolve(const std::string& path, const std::string& directory,
                    Filesystem* filesystem);

// Both: what it is now, and what it may have been. Never "/".
std::set<std::string> NamesOfPlace(const std::string& path,
                                   const std::string& directory,
                                   Filesystem* filesystem);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_RESOLVE_H_
