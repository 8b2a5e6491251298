// How /proc tells things.
#ifndef LANDSHIM_TOOLS_FILESYSTEM_PROC_H_
#define LANDSHIM_TOOLS_FILESYSTEM_PROC_H_

#include <sys/types.h>

#include <string>
#include <string_view>

namespace landshim {

// What it puts behind the path of what has no name any more (fs/d_path.c).
inline constexpr std::string_view kDeleted = " (deleted)";

// A value of a "KEY:\tVALUE" line of /proc/PID/status; empty where there is
// none.
std::string StatusOf(pid_t pid, const std::string& key);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FILESYSTEM_PROC_H_
