// The names that the kernel looks up on the way along a path, link by link.
#ifndef LANDSHIM_TOOLS_CHECKER_LOOKUPS_H_
#define LANDSHIM_TOOLS_CHECKER_LOOKUPS_H_

#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "tools/checker/content.h"

namespace landshim {

// One name in one directory.
struct Lookup {
  std::string path;  // of the name; no link is before its last '/'
  Found found;       // of it: LastName::kKeep
};

// All lookups, also those in the texts of links, in the kernel's order; they
// end where the walk fails, and at links of /proc that have no text. `path` is
// absolute.
std::vector<Lookup> LookupsOf(const std::string& path, Filesystem* filesystem,
                              Content* content);

// `path` (absolute) without doubled or trailing '/', '.' and '..', as text.
// *had_dots: there was a '..'.
std::string PlainText(const std::string& path, bool* had_dots);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_LOOKUPS_H_
