// One pass over the names.
#include "policy/plain_path.h"

#include "policy/text.h"

namespace landshim {
namespace {

// No empty name, '.' or '..' in it, and no '/' at its end.
bool IsPlain(std::string_view path) {
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '/') continue;
    const size_t next = i + 1;
    if (next == path.size()) return path.size() == 1;
    // Also names that only begin with a dot: rare, and right all the same.
    if (path[next] == '/' || path[next] == '.') return false;
  }
  return true;
}

}  // namespace

std::string_view PlainPath(std::string_view path, WordBuffer* out,
                           bool* had_dots) {
  *had_dots = false;
  if (IsPlain(path)) return path;
  size_t size = 0;
  size_t at = 0;
  while (at < path.size()) {
    while (at < path.size() && path[at] == '/') ++at;
    const size_t start = at;
    while (at < path.size() && path[at] != '/') ++at;
    const std::string_view name = path.substr(start, at - start);
    if (name.empty() || Is(name, ".")) continue;
    if (Is(name, "..")) {
      *had_dots = true;
      while (size > 0 && (*out)[--size] != '/') {
      }
      continue;
    }
    (*out)[size++] = '/';
    for (char c : name) (*out)[size++] = c;
  }
  if (size == 0) (*out)[size++] = '/';
  (*out)[size] = '\0';
  return {*out, size};
}

}  // namespace landshim
