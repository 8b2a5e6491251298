// The parts of plain absolute paths, and patterns for them.
#ifndef LANDSHIM_TOOLS_SYSTEM_PATH_PARTS_H_
#define LANDSHIM_TOOLS_SYSTEM_PATH_PARTS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace landshim {

// How many names it has; "/": none.
size_t CountParts(std::string_view path);

// The path of its first `count` names, as far as there are that many.
std::string Parts(const std::string& path, size_t count);

// The path up to each of its names: "/a", "/a/b".
std::vector<std::string_view> Prefixes(std::string_view path);

// `path` is the directory, or lies in it.
bool IsPrefix(std::string_view directory, std::string_view path);

// fnmatch(3), '*' for any part of a name.
bool Matches(const std::string& pattern, const std::string& path);

// The same of a name alone. One '*' at the beginning takes no memory.
bool IsNamed(std::string_view pattern, std::string_view name);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SYSTEM_PATH_PARTS_H_
