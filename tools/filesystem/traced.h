// What the kernel shows in /proc of a process only to those who may trace it.
#ifndef LANDSHIM_TOOLS_FILESYSTEM_TRACED_H_
#define LANDSHIM_TOOLS_FILESYSTEM_TRACED_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "policy/filesystem.h"

namespace landshim {

// One file, link or directory of a process.
struct TracedFile {
  pid_t process = 0;  // or thread, as /proc names it; 0: it is nobody's
  TraceCheck check = TraceCheck::kNone;
  int error = 0;          // for one who may not
  bool memory = false;    // also shown to CAP_PERFMON (mm_access())
  bool searched = false;  // a directory that is asked about on the way, too
};

// Of the names from the root of /proc on: {"12", "task", "13", "maps"}.
TracedFile TracedFileAt(const std::vector<std::string>& names);

// Whether what /proc shows of the memory of others is shown to `thread` in a
// Landlock domain, too, for its capabilities: the kernel is asked, by a thread
// of this process in a domain of its own. `path`: such a file of another
// process, which one may read without a domain.
bool SeesMemoryOfOthers(pid_t thread, const std::string& path);

// errno of reading some of what is open, of a directory all entries; or 0. Some
// files of /proc are opened by everybody, and read by few.
int ReadSome(int fd);

// errno of opening the file and reading some of it, or its entries; or 0.
int TryReading(const std::string& path, int flags);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FILESYSTEM_TRACED_H_
