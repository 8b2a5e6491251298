// Where the same files can be reached by several paths: mounts.
#ifndef LANDSHIM_TOOLS_SYSTEM_MOUNTS_H_
#define LANDSHIM_TOOLS_SYSTEM_MOUNTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace landshim {

struct Mount {
  // Which file system: "259:1"; or its type, where all file systems of that
  // type show the same, as procfs does.
  std::string device;
  std::string root;   // the directory or file of it that is mounted
  std::string point;  // where
};

// Those in the lines of proc_pid_mountinfo(5). A line that is none is skipped.
std::vector<Mount> MountsIn(std::string_view mountinfo);

// The paths outside of `path` by which what is at it, or mounted beneath it,
// can be reached as well; where only part of that is mounted elsewhere, that
// mount. `path` is plain and absolute. "/" has none: nothing lies outside. More
// than can be told apart in good time are "/" alone.
std::vector<std::string> OtherNamesOf(const std::string& path,
                                      const std::vector<Mount>& mounts);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SYSTEM_MOUNTS_H_
