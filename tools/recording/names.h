// The words of a recording for what the code has numbers for.
#ifndef LANDSHIM_TOOLS_RECORDING_NAMES_H_
#define LANDSHIM_TOOLS_RECORDING_NAMES_H_

#include <string>
#include <string_view>

#include "policy/filesystem.h"

namespace landshim {

// "file", "directory"; "nothing" for kNone.
std::string_view NameOf(FileKind kind);

// False: there is no such kind.
bool FindFileKind(std::string_view name, FileKind* kind);

// "ENOENT"; "errno 999" for a number without a name.
std::string NameOfError(int error);

// The number behind such a name; 0: there is none.
int ErrorOfName(std::string_view name);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDING_NAMES_H_
