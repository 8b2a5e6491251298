#include "tools/system/path_parts.h"

#include <fnmatch.h>

#include <algorithm>

namespace landshim {

bool Matches(const std::string& pattern, const std::string& path) {
  return fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0;
}

bool IsNamed(std::string_view pattern, std::string_view name) {
  const size_t special = pattern.find_first_of("*?[\\");
  if (special == std::string_view::npos) return name == pattern;
  if (special == 0 && pattern[0] == '*' &&
      pattern.find_first_of("*?[\\", 1) == std::string_view::npos) {
    return name.ends_with(pattern.substr(1));
  }
  return Matches(std::string(pattern), std::string(name));
}

size_t CountParts(std::string_view path) {
  return path == "/" ? 0 : std::count(path.begin(), path.end(), '/');
}

std::vector<std::string_view> Prefixes(std::string_view path) {
  std::vector<std::string_view> prefixes;
  for (size_t at = 0; path != "/" && at != std::string_view::npos;) {
    at = path.find('/', at + 1);
    prefixes.push_back(path.substr(0, at));
  }
  return prefixes;
}

std::string Parts(const std::string& path, size_t count) {
  if (count == 0) return "/";
  size_t at = 0;
  for (size_t i = 0; i < count && at != std::string::npos; ++i) {
    at = path.find('/', at + 1);
  }
  return path.substr(0, at);
}

bool IsPrefix(std::string_view directory, std::string_view path) {
  return directory == "/" ||
         (path.starts_with(directory) &&
          (path.size() == directory.size() || path[directory.size()] == '/'));
}

}  // namespace landshim
