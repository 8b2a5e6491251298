#include "tools/drafter/places.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "policy/statement.h"
#include "policy/text.h"
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

// In which programs of several users make and read files: logs, spools, locks.
constexpr std::string_view kOfSeveral[] = {"/run", "/var"};

bool CountsAnywhere(const std::string& path) {
  return std::any_of(std::begin(dangerous::kRows), std::end(dangerous::kRows),
                     [&path](const DangerousRow& row) {
                       return row.base == PlaceBase::kAnywhere &&
                              BaseName(path) == row.place;
                     });
}

template <typename List>
bool IsInAny(const std::string& path, const List& list) {
  return std::any_of(
      std::begin(list), std::end(list),
      [&path](std::string_view directory) { return IsIn(path, directory); });
}

}  // namespace

Places::Places(const Recorded& recorded, const DangerSetting& machine,
               Filesystem* filesystem)
    : recorded_(recorded), filesystem_(filesystem) {
  shared_.insert(std::begin(kShared), std::end(kShared));
  for (const RunStart& start : recorded.starts) {
    for (const auto& [name, value] : start.environment) {
      shared_.merge(NamesOfPlace(value, start.directory, filesystem));
    }
  }
  AddHomes(recorded.starts, machine.homes);
  AddFixed(recorded.starts);
  for (const auto& [path, kind] : recorded.existing) {
    for (std::string part = path; part != "/"; part = ParentOf(part)) {
      if (CountsAnywhere(part)) named_.insert(part);
    }
  }
  setting_ = SettingOf(machine);
  near_ = std::make_unique<DangerousPlaces>(setting_);
  // Recorded paths are free of links.
  near_->StopFollowingLinks();
  if (machine.named) {
    deep_ = [this, look = machine.named](const std::string& directory,
                                         const std::string& name) {
      std::vector<std::string> found = NamedIn(directory, name);
      for (const std::string& path : look(directory, name)) {
        if (!recorded_.IsMade(path)) found.push_back(path);
      }
      return found;
    };
  }
}

DangerSetting Places::SettingOf(const DangerSetting& machine) const {
  DangerSetting setting = machine;
  const auto add = [&](const std::string& variable,
                       std::vector<std::string>* list) {
    std::vector<std::string> all;
    for (const RunStart& start : recorded_.starts) {
      const auto value = start.environment.find(variable);
      if (value == start.environment.end()) continue;
      for (const std::string& name :
           NamesOfPlace(value->second, start.directory, filesystem_)) {
        all.push_back(name);
      }
    }
    list->insert(list->begin(), all.begin(), all.end());
  };
  add("HOME", &setting.own_homes);
  add("XDG_CONFIG_HOME", &setting.config_homes);
  add("XDG_DATA_HOME", &setting.data_homes);
  setting.homes.assign(all_homes_.begin(), all_homes_.end());
  setting.resolve = [this](const std::string& path) {
    return Resolve(path, "/", filesystem_);
  };
  setting.kind = [this](const std::string& path) { return KindOf(path); };
  setting.named = [this](const std::string& directory,
                         const std::string& name) {
    return NamedIn(directory, name);
  };
  return setting;
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
  all_homes_.merge(NamesOfPlace("/root", "/", filesystem_));
  for (const std::string& home : others) {
    const std::set<std::string> names = NamesOfPlace(home, "/", filesystem_);
    all_homes_.insert(names.begin(), names.end());
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

FileKind Places::KindOf(const std::string& path) const {
  const auto [asked, is_new] = kinds_.try_emplace(path, FileKind::kNone);
  if (!is_new) return asked->second;
  const Found found = filesystem_->Find(path, LastName::kKeep);
  const auto known = recorded_.existing.find(path);
  if (found.error == 0) {
    asked->second = found.object.kind;
  } else if (known != recorded_.existing.end()) {
    asked->second = known->second;
  }
  return asked->second;
}

// What was used, wherever beneath, and what is right in it now, unless the
// program made it itself.
std::vector<std::string> Places::NamedIn(const std::string& directory,
                                         const std::string& name) const {
  std::vector<std::string> found;
  const std::string above = directory == "/" ? directory : directory + '/';
  for (auto used = named_.lower_bound(above);
       used != named_.end() && used->starts_with(above); ++used) {
    if (BaseName(*used) != name) continue;
    found.push_back(*used);
    break;
  }
  const std::string inside = above + name;
  if (!recorded_.IsMade(inside) && KindOf(inside) != FileKind::kNone) {
    found.push_back(inside);
  }
  return found;
}

std::vector<std::string> Places::MissingPoliciesIn(
    const std::string& directory) const {
  std::vector<std::string> missing;
  for (const DangerousPlace& place : near_->places()) {
    if (place.kind == DangerKind::kPolicy && place.may_be_missing &&
        !place.IsPattern() && IsBeneath(place.path, directory) &&
        KindOf(place.path) == FileKind::kNone) {
      missing.push_back(place.path);
    }
  }
  return missing;
}

bool Places::IsWorkedInByOthers(const std::string& directory) const {
  return IsInAny(directory, kOfSeveral);
}

bool Places::MayCollapseInto(const std::string& directory) const {
  if (IsInAny(directory, kNotFiles) || IsShared(directory) ||
      DangerOf(directory, kReadRights, true).has_value()) {
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
