#include "tools/drafter/places.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "tools/drafter/path_text.h"
#include "tools/drafter/resolve.h"

namespace landshim {
namespace {

// In which many programs have their own.
constexpr std::string_view kShared[] = {
    "/bin",
    "/boot",
    "/home",
    "/lib",
    "/lib64",
    "/media",
    "/mnt",
    "/opt",
    "/run",
    "/run/user",
    "/sbin",
    "/srv",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/lib",
    "/var/cache",
    "/var/log",
    "/var/run",
    "/var/spool",
    "/var/tmp",
    "/usr/local/bin",
    "/usr/local/lib",
    "/usr/local/share",
};
constexpr std::string_view kSharedInHome[] = {"/.cache",       "/.config",
                                              "/.local",       "/.local/share",
                                              "/.local/state", "/.local/bin"};

// Nothing in there is one program's.
constexpr std::string_view kNotFiles[] = {"/dev", "/proc", "/sys"};

constexpr std::string_view kSystem[] = {
    "/bin",    "/boot", "/dev",  "/etc",  "/lib", "/lib32", "/lib64",
    "/libx32", "/opt",  "/proc", "/sbin", "/sys", "/usr"};

constexpr std::string_view kOfAUser =
    "everything of a user, keys and passwords too";

template <typename List>
bool IsInAny(const std::string& path, const List& list) {
  return std::any_of(
      std::begin(list), std::end(list),
      [&path](std::string_view directory) { return IsIn(path, directory); });
}

}  // namespace

Places::Places(const Recorded& recorded, const std::vector<std::string>& homes,
               Filesystem* filesystem)
    : recorded_(recorded), filesystem_(filesystem) {
  shared_.insert(std::begin(kShared), std::end(kShared));
  for (const RunStart& start : recorded.starts) {
    for (const auto& [name, value] : start.environment) {
      shared_.merge(NamesOfPlace(value, start.directory, filesystem));
    }
  }
  AddHomes(recorded.starts, homes);
  AddFixed(recorded.starts);
  for (const auto& [path, kind] : recorded.existing) {
    const std::optional<BroadPlace> secret = SecretPlaceOn(path);
    if (secret.has_value()) secrets_.insert(secret->path);
  }
}

void Places::AddHomes(const std::vector<RunStart>& starts,
                      const std::vector<std::string>& others) {
  above_homes_ = NamesOfPlace("/home", "/", filesystem_);
  for (const RunStart& start : starts) {
    const auto home = start.environment.find("HOME");
    if (home == start.environment.end()) continue;
    homes_.merge(NamesOfPlace(home->second, start.directory, filesystem_));
  }
  all_homes_ = homes_;
  AddBroad(BroadPlaces({}));
  for (const std::string& home : homes_) AddBroad(BroadPlaces(home));
  all_homes_.merge(NamesOfPlace("/root", "/", filesystem_));
  for (const std::string& home : others) {
    const std::set<std::string> names = NamesOfPlace(home, "/", filesystem_);
    for (const std::string& name : names) broad_.push_back({name, kOfAUser});
    all_homes_.insert(names.begin(), names.end());
  }
}

void Places::AddBroad(const std::vector<BroadPlace>& places) {
  for (const BroadPlace& place : places) {
    broad_.push_back(place);
    const std::string behind = Resolve(place.path, "/", filesystem_);
    if (behind != place.path) {
      broad_.push_back({behind, place.holds, place.secret});
    }
  }
}

void Places::AddFixed(const std::vector<RunStart>& starts) {
  for (size_t i = 0; i < starts.size(); ++i) {
    const std::set<std::string> fixed = FixedBy(starts[i]);
    if (i == 0) {
      fixed_ = fixed;
      continue;
    }
    // What differs between runs is not fixed.
    std::set<std::string> both;
    std::set_intersection(fixed_.begin(), fixed_.end(), fixed.begin(),
                          fixed.end(), std::inserter(both, both.end()));
    fixed_ = both;
  }
}

// The paths that a user fixed for a run: where it began and what it was given.
std::set<std::string> Places::FixedBy(const RunStart& start) const {
  std::set<std::string> fixed;
  const auto add = [&](const std::string& path) {
    for (std::string part : NamesOfPlace(path, start.directory, filesystem_)) {
      for (; part != "/"; part = ParentOf(part)) fixed.insert(part);
    }
  };
  add(start.directory);
  add(start.program);
  for (const auto& [name, value] : start.environment) add(value);
  for (const std::string& word : start.command) {
    // Also "--file=/srv/x" and "file:///srv/x".
    const size_t at = word.find("://");
    const size_t slash = word.find('/', at == std::string::npos ? 0 : at + 3);
    if (slash != std::string::npos &&
        (slash == 0 || at != std::string::npos || word[slash - 1] == '=')) {
      add(word.substr(slash));
    }
  }
  return fixed;
}

std::optional<BroadPlace> Places::BroadAt(const std::string& directory) const {
  for (const BroadPlace& place : broad_) {
    if (IsIn(place.path, directory) ||
        (place.secret && IsIn(directory, place.path))) {
      return place;
    }
  }
  if (above_homes_.contains(ParentOf(directory))) {
    return BroadPlace{directory, kOfAUser};
  }
  const std::optional<BroadPlace> secret = SecretPlaceOn(directory);
  return secret.has_value() ? secret : SecretIn(directory);
}

// One that was used, wherever beneath, or is there now, unless the program made
// it itself.
std::optional<BroadPlace> Places::SecretIn(const std::string& directory) const {
  const auto used = secrets_.lower_bound(directory + '/');
  if (used != secrets_.end() && IsBeneath(*used, directory)) {
    return SecretPlaceOn(*used);
  }
  for (const SecretName& secret : kSecretNames) {
    const std::string path = directory + '/' + std::string(secret.name);
    if (recorded_.IsMade(path)) continue;
    if (filesystem_->Find(path, LastName::kFollow).error == 0) {
      return BroadPlace{path, secret.holds, true};
    }
  }
  return {};
}

bool Places::MayCollapseInto(const std::string& directory) const {
  if (IsInAny(directory, kNotFiles) || IsShared(directory) ||
      BroadAt(directory).has_value()) {
    return false;
  }
  return std::none_of(shared_.begin(), shared_.end(),
                      [&directory](const std::string& place) {
                        return IsIn(place, directory);
                      });
}

bool Places::IsFixed(const std::string& path) const {
  return fixed_.contains(path) || (IsSystem(path) && !IsInAny(path, kNotFiles));
}

bool Places::IsShared(const std::string& directory) const {
  if (shared_.contains(directory)) return true;
  const std::string home = HomeOf(directory);
  return !home.empty() &&
         std::find(std::begin(kSharedInHome), std::end(kSharedInHome),
                   std::string_view(directory).substr(home.size())) !=
             std::end(kSharedInHome);
}

std::string Places::HomeOf(const std::string& path) const {
  for (std::string part = path; part != "/"; part = ParentOf(part)) {
    if (all_homes_.contains(part) || above_homes_.contains(ParentOf(part))) {
      return part;
    }
  }
  return {};
}

bool Places::IsInHome(const std::string& path) const {
  return IsInAny(path, homes_);
}

bool Places::IsSystem(const std::string& path) {
  return IsInAny(path, kSystem);
}

}  // namespace landshim
