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

inline std::string_view LastNameOf(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// Absolute, with one '/' before each name, and neither '.' nor '..'.
inline bool IsPlain(std::string_view path) {
  if (path == "/") return true;
  while (!path.empty()) {
    if (path.front() != '/') return false;
    path.remove_prefix(1);
    const std::string_view name = path.substr(0, path.find('/'));
    if (name.empty() || name == "." || name == "..") return false;
    path.remove_prefix(name.size());
    if (path.empty()) return true;
  }
  return false;
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
