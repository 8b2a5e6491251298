// ld.so(8): entries are separated by blanks or colons, and '#' begins a comment
// that ends with its line.
#include "tools/installer/preload_list.h"

#include <sys/stat.h>

#include "policy/text.h"

namespace landshim::installer {
namespace {

bool IsSameFile(const std::string& a, const std::string& b) {
  struct stat left = {};
  struct stat right = {};
  return stat(a.c_str(), &left) == 0 && stat(b.c_str(), &right) == 0 &&
         left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

bool Names(std::string_view entry, const std::string& object) {
  if (entry == object) return true;
  if (entry.find('/') == std::string_view::npos ||
      entry.find('$') != std::string_view::npos) {
    return BaseName(entry) == BaseName(object);
  }
  return IsSameFile(std::string(entry), object);
}

// The length of what comes next: a comment, a separator or an entry.
size_t NextSize(std::string_view text) {
  if (text[0] == '#') return Before(text, '\n').size();
  if (IsListSeparator(text[0])) return 1;
  size_t size = 0;
  while (size < text.size() && !IsListSeparator(text[size]) &&
         text[size] != '#') {
    ++size;
  }
  return size;
}

}  // namespace

bool IsPreloaded(std::string_view text, const std::string& object) {
  return WithoutPreload(text, object).size() != text.size();
}

std::string WithoutPreload(std::string_view text, const std::string& object) {
  std::string kept;
  while (!text.empty()) {
    const std::string_view next = text.substr(0, NextSize(text));
    text.remove_prefix(next.size());
    const bool entry = next[0] != '#' && !IsListSeparator(next[0]);
    if (!entry || !Names(next, object)) {
      kept += next;
      continue;
    }
    // With its line, where it is alone there.
    const bool first = kept.empty() || kept.back() == '\n';
    if (first && text.starts_with('\n')) text.remove_prefix(1);
  }
  return kept;
}

bool SaysAnything(std::string_view text) {
  for (const char c : text) {
    if (!IsListSeparator(c)) return true;
  }
  return false;
}

}  // namespace landshim::installer
