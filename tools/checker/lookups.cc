// Follows links by their texts, since each name on the way matters.
#include "tools/checker/lookups.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace landshim {
namespace {

constexpr int kMostLinks = 40;  // MAXSYMLINKS of linux/namei.h

// The names of a path, the last one first.
std::vector<std::string> NamesReversed(const std::string& path) {
  std::vector<std::string> names;
  size_t at = 0;
  while (at < path.size()) {
    const size_t start = path.find_first_not_of('/', at);
    if (start == std::string::npos) break;
    at = std::min(path.find('/', start), path.size());
    names.push_back(path.substr(start, at - start));
  }
  std::reverse(names.begin(), names.end());
  return names;
}

// Of a path without links, so that the text is right.
std::string Above(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

}  // namespace

std::vector<Lookup> LookupsOf(const std::string& path, Filesystem* filesystem,
                              Content* content) {
  std::vector<Lookup> lookups;
  std::vector<std::string> names = NamesReversed(path);
  std::string at = "/";
  int links = 0;
  while (!names.empty()) {
    const std::string name = std::move(names.back());
    names.pop_back();
    if (name == ".") continue;
    if (name == "..") {
      at = Above(at);
      continue;
    }
    const std::string next = (at == "/" ? "" : at) + '/' + name;
    lookups.push_back({next, filesystem->Find(next, LastName::kKeep)});
    const Found& found = lookups.back().found;
    if (found.error != 0) break;
    if (found.object.kind != FileKind::kSymlink) {
      at = next;
      continue;
    }
    const std::optional<std::string> target = content->ReadLink(next);
    if (!target.has_value() || target->empty() || ++links > kMostLinks) break;
    if (target->front() == '/') at = "/";
    for (std::string& part : NamesReversed(*target)) {
      names.push_back(std::move(part));
    }
  }
  return lookups;
}

std::string PlainText(const std::string& path, bool* had_dots) {
  *had_dots = false;
  std::vector<std::string> names = NamesReversed(path);
  std::string plain;
  for (; !names.empty(); names.pop_back()) {
    const std::string& name = names.back();
    if (name == ".") continue;
    if (name == "..") {
      *had_dots = true;
      plain.resize(plain.empty() ? 0 : plain.rfind('/'));
    } else {
      plain += '/' + name;
    }
  }
  return plain.empty() ? "/" : plain;
}

}  // namespace landshim
