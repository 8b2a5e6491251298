// Names of an object in the text of /etc/ld.so.preload.
#ifndef LANDSHIM_TOOLS_INSTALLER_PRELOAD_LIST_H_
#define LANDSHIM_TOOLS_INSTALLER_PRELOAD_LIST_H_

#include <string>
#include <string_view>

namespace landshim::installer {

// Whether ld.so would load the object of this path for one of the entries: by
// the same path or another one of the same file, by a name without a
// directory, or by one with an expansion ($LIB), for which only the last part
// counts. Looks at the files that entries name.
bool IsPreloaded(std::string_view text, const std::string& object);

// The text without those entries: comments and all others stay as they are.
std::string WithoutPreload(std::string_view text, const std::string& object);

// Whether the text holds an entry or a comment.
bool SaysAnything(std::string_view text);

}  // namespace landshim::installer

#endif  // LANDSHIM_TOOLS_INSTALLER_PRELOAD_LIST_H_
