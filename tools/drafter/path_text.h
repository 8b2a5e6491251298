// Absolute, plain paths as texts.
#ifndef LANDSHIM_TOOLS_DRAFTER_PATH_TEXT_H_
#define LANDSHIM_TOOLS_DRAFTER_PATH_TEXT_H_

#include <string>
#include <string_view>

namespace landshim {

// "/" for "/" itself.
inline std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

// The same of a path that may be relative; empty for the working directory.
inline std::string DirectoryOfFile(const std::string& path) {
  return path.find('/') == std::string::npos ? "" : ParentOf(path);
}

// True if `path` lies somewhere in `directory`, and is not that itself.
inline bool IsBeneath(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.size() > 1;
  return path.size() > directory.size() && path.starts_with(directory) &&
         path[directory.size()] == '/';
}

inline bool IsIn(std::string_view path, std::string_view directory) {
  return path == directory || IsBeneath(path, directory);
}

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PATH_TEXT_H_
