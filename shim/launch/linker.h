// Which dynamic linkers are the system's: what a program names as its linker
// proves nothing, whatever it is called.
#ifndef LANDSHIM_SHIM_LAUNCH_LINKER_H_
#define LANDSHIM_SHIM_LAUNCH_LINKER_H_

#include <string_view>

#include "shim/launch/launch.h"

namespace landshim {

// Where they are, for a program that cannot be asked for its own
// (policy/fragments/libs).
inline constexpr char kLinkers[][28] = {
#if defined(__x86_64__)
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-linux.so.2",
    "/lib/ld-musl-i386.so.1",
#elif defined(__aarch64__)
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-aarch64.so.1",
    "/lib/ld-linux-armhf.so.3",
#endif
};

// True if `path`, open as `fd`, is a linker of glibc's or musl's in one of the
// system's directories, and belongs to the system.
bool IsSystemLinker(std::string_view path, int fd, const FileStatus& status,
                    Launch* launch);

// True for a name as musl's linkers have them.
bool IsMuslName(std::string_view path);

// musl's list of directories, which lies beside its linker's directory, kept;
// null data: there is none that belongs to the system. *fd is the open file;
// the caller closes it.
std::string_view ReadMuslPath(Launch* launch, int* fd, const char** path);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_LINKER_H_
