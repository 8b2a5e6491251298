// Who could change a file, or put another one in its place.
#ifndef LANDSHIM_SHIM_OWNERSHIP_H_
#define LANDSHIM_SHIM_OWNERSHIP_H_

#include <cstdint>
#include <string_view>

#include "shim/syscalls.h"
#include "shim/trust.h"

namespace landshim {

// What lets others decide: a file, or a directory on the way to it.
struct Weakness {
  std::string_view path;
  uint32_t owner = 0;
  std::string_view mode;  // in octal digits
};

// True if somebody who is not trusted could change what the file `path` says,
// which was opened, or what the path leads to: by writing to the file, or by
// replacing a name in any directory on the way, behind links as well. Then
// *found says where; its views are valid until the next call.
//
// shim/trust.h says who is trusted, and which groups count. Nobody writes to
// what is mounted read-only. A directory with the sticky bit lets nobody
// replace what is another's (inode(7)), but lets everybody make names: in one,
// links of others count, and so do second names (hard links) and those that are
// gone.
//
// `path` is NUL-terminated, in memory that can be written to, and as it was
// when this returns. One lstat(2) for each name in it where nothing is wrong,
// no name is a link and the file has no other. Async-signal-safe.
bool FindWeakness(std::string_view path, const struct stat& opened,
                  Weakness* found);

// The same for a path that was not opened, which may end in anything. A path
// from the working directory is nobody's but the user's with Trusted::kRoot.
bool FindWeakness(std::string_view path, Trusted trusted, Weakness* found);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_OWNERSHIP_H_
