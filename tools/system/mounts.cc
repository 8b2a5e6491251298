// Source: fs/proc_namespace.c (show_mountinfo, mangle), fs/seq_file.c.
#include "tools/system/mounts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "tools/system/fields.h"
#include "tools/system/path_parts.h"

namespace landshim {
namespace {

// Each mount of these has a device of its own; what is in them is the same, but
// for namespaces.
constexpr std::string_view kShowTheSame[] = {"binfmt_misc", "devpts", "mqueue",
                                             "proc", "sysfs"};

// Blanks, newlines and backslashes are written as \ooo.
std::string Unescape(std::string_view word) {
  std::string text;
  for (size_t i = 0; i < word.size(); ++i) {
    const std::string_view digits = word.substr(i + 1, 3);
    const bool escaped = word[i] == '\\' && digits.size() == 3 &&
                         std::all_of(digits.begin(), digits.end(), [](char c) {
                           return c >= '0' && c <= '7';
                         });
    if (!escaped) {
      text += word[i];
      continue;
    }
    text += static_cast<char>((digits[0] - '0') << 6 | (digits[1] - '0') << 3 |
                              (digits[2] - '0'));
    i += digits.size();
  }
  return text;
}

std::optional<Mount> MountIn(std::string_view line) {
  constexpr int kBefore = 2;  // its number, and its parent's
  for (int i = 0; i < kBefore; ++i) TakeUntil(' ', &line);
  Mount mount;
  mount.device = TakeUntil(' ', &line);
  mount.root = Unescape(TakeUntil(' ', &line));
  mount.point = Unescape(TakeUntil(' ', &line));
  // Namespaces are mounted with roots that are no paths.
  if (!mount.root.starts_with('/') || !mount.point.starts_with('/')) return {};
  while (!line.empty()) {
    if (TakeUntil(' ', &line) != "-") continue;
    const std::string_view type = TakeUntil(' ', &line);
    if (std::find(std::begin(kShowTheSame), std::end(kShowTheSame), type) !=
        std::end(kShowTheSame)) {
      mount.device = type;
    }
    return mount;
  }
  return {};
}

// What stands behind `directory` in `path`, which is in it: "/b", or "".
std::string_view Behind(std::string_view directory, std::string_view path) {
  if (directory == "/") return path == "/" ? "" : path;
  return path.substr(directory.size());
}

std::string Join(std::string_view directory, std::string_view behind) {
  if (behind.empty()) return std::string(directory);
  return (directory == "/" ? "" : std::string(directory)) + std::string(behind);
}

// Paths in file systems, by their devices.
using Places = std::map<std::string, std::set<std::string>>;

// What is at `path`, and what is mounted beneath it.
Places PlacesOf(const std::string& path, const std::vector<Mount>& mounts) {
  Places places;
  const Mount* holder = nullptr;
  for (const Mount& mount : mounts) {
    if (IsPrefix(path, mount.point)) places[mount.device].insert(mount.root);
    // Of mounts on one another the last one shows.
    if (IsPrefix(mount.point, path) &&
        (holder == nullptr || mount.point.size() >= holder->point.size())) {
      holder = &mount;
    }
  }
  if (holder != nullptr) {
    places[holder->device].insert(
        Join(holder->root, Behind(holder->point, path)));
  }
  return places;
}

bool LiesInOne(const std::string& root, const std::set<std::string>& places) {
  if (places.contains("/")) return true;
  const std::vector<std::string_view> prefixes = Prefixes(root);
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&places](std::string_view prefix) {
                       return places.contains(std::string(prefix));
                     });
}

}  // namespace

std::vector<Mount> MountsIn(std::string_view mountinfo) {
  std::vector<Mount> mounts;
  while (!mountinfo.empty()) {
    std::optional<Mount> mount = MountIn(TakeUntil('\n', &mountinfo));
    if (mount.has_value()) mounts.push_back(*std::move(mount));
  }
  return mounts;
}

std::vector<std::string> OtherNamesOf(const std::string& path,
                                      const std::vector<Mount>& mounts) {
  constexpr size_t kMostNames = 1000;
  if (path == "/") return {};
  const Places places = PlacesOf(path, mounts);
  std::set<std::string> names;
  for (const Mount& mount : mounts) {
    const auto there = places.find(mount.device);
    if (there == places.end() || IsPrefix(path, mount.point)) continue;
    if (LiesInOne(mount.root, there->second)) names.insert(mount.point);
    const std::set<std::string>& inside = there->second;
    const std::string above = mount.root == "/" ? "/" : mount.root + '/';
    for (auto place = inside.upper_bound(above);
         place != inside.end() && place->starts_with(above); ++place) {
      names.insert(Join(mount.point, Behind(mount.root, *place)));
      if (names.size() > kMostNames) return {"/"};
    }
  }
  std::erase_if(
      names, [&path](const std::string& name) { return IsPrefix(path, name); });
  return {names.begin(), names.end()};
}

}  // namespace landshim
