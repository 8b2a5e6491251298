// Where a rule lasts: on the thing itself, or on a directory above it.
#ifndef LANDSHIM_TOOLS_DRAFTER_ANCHOR_H_
#define LANDSHIM_TOOLS_DRAFTER_ANCHOR_H_

#include <string>

#include "tools/drafter/places.h"
#include "tools/drafter/recorded.h"

namespace landshim {

struct Anchor {
  std::string path;
  bool moved = false;    // it is a directory above
  bool is_made = false;  // because the program makes or replaces what is there
  std::string because;   // a clause: "it makes files there"
};

// Landlock's rules are on inodes and have no globs. So what the program makes,
// and what has another name the next time, is granted by the first directory
// above it that stays.
Anchor AnchorOf(const std::string& path, const Recorded& recorded,
                const Places& places);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_ANCHOR_H_
