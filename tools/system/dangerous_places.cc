#include "tools/system/dangerous_places.h"

#include <algorithm>
#include <utility>

#include "policy/text.h"
#include "tools/system/path_parts.h"

namespace landshim {
namespace {

constexpr std::string_view kHomes[] = {"/root", "/home/*"};
constexpr std::string_view kOfThisUser =
    "everything of this user, keys and passwords too";
constexpr std::string_view kOfAUser =
    "everything of a user, keys and passwords too";
constexpr std::string_view kUserSignals =
    "signals to every process of this user";
constexpr std::string_view kUserSockets =
    "every abstract socket of the machine, such as X11's";
constexpr std::string_view kDisk = "a disk, with every file on it";
constexpr std::string_view kTerminals = "the terminals of others";
constexpr std::string_view kDevice =
    "a device of the machine, past what files may";

enum class Relation : uint8_t { kNone, kAt, kBeneath, kAbove };

// Where `path` is, seen from a place, which may be a pattern.
Relation RelationOf(const std::string& path, const DangerousPlace& place) {
  if (!place.IsPattern()) {
    if (path == place.path) return Relation::kAt;
    if (IsPrefix(place.path, path)) return Relation::kBeneath;
    return IsPrefix(path, place.path) ? Relation::kAbove : Relation::kNone;
  }
  const size_t alike = std::min(place.fixed, path.size());
  if (path.compare(0, alike, place.path, 0, alike) != 0) return Relation::kNone;
  const size_t mine = CountParts(path);
  const size_t its = CountParts(place.path);
  if (mine >= its) {
    if (!Matches(place.path, Parts(path, its))) return Relation::kNone;
    return mine == its ? Relation::kAt : Relation::kBeneath;
  }
  return Matches(Parts(place.path, mine), path) ? Relation::kAbove
                                                : Relation::kNone;
}

// Where a pattern is looked for: in the directory before its first name that is
// one.
std::string_view Beginning(const DangerousPlace& place) {
  const std::string_view path = place.path;
  if (!place.IsPattern()) return path;
  return path.substr(0, std::max<size_t>(path.rfind('/', place.fixed), 1));
}

bool IsReading(DangerKind kind) {
  return kind == DangerKind::kBroad || kind == DangerKind::kSecret ||
         kind == DangerKind::kDevice;
}

bool IsBinding(DangerKind kind) {
  return kind == DangerKind::kPolicy || kind == DangerKind::kLandshim;
}

constexpr AccessMasks kOpening = right::read_file | right::execute;

// Names alone, as `ls /` wants them, are nothing to mind.
bool IsMoreThanNames(AccessMasks access) {
  return !(access & ~right::read_dir).empty();
}

// Whether `access` there is what makes the place dangerous.
bool Concerns(DangerKind kind, Relation relation, AccessMasks access) {
  switch (kind) {
    case DangerKind::kSecret:
      return relation == Relation::kAbove
                 ? access.Overlaps(kOpening | kChangingRights)
                 : !access.empty();
    case DangerKind::kBroad:
    case DangerKind::kDevice:
      return IsMoreThanNames(access);
    case DangerKind::kSocket:
      return access.Overlaps(right::resolve_unix);
    default:
      return access.Overlaps(kChangingRights);
  }
}

bool IsOwnProcess(const std::string& path) {
  return path.starts_with("/proc/self/") ||
         path.starts_with("/proc/thread-self/") || path == "/proc/self" ||
         path == "/proc/thread-self";
}

// Whether a rule there counts, by how far the danger of the place reaches.
bool Reaches(const DangerousPlace& place, Relation relation,
             const std::string& path, bool directory) {
  if (relation == Relation::kNone) return false;
  if (relation == Relation::kBeneath) {
    if (place.kind == DangerKind::kBroad) return false;
    if (place.reach == PlaceReach::kFilesIn) {
      return !directory && CountParts(path) == CountParts(place.path) + 1;
    }
    if (place.reach == PlaceReach::kUnasked) return !IsOwnProcess(path);
  }
  return relation != Relation::kAbove || place.reach != PlaceReach::kUnasked;
}

// What a place is called that is a pattern; empty: that cannot be told.
std::string PlaceFor(const std::string& path, const DangerousPlace& place,
                     Relation relation) {
  const size_t its = CountParts(place.path);
  if (relation == Relation::kAbove) {
    if (!place.IsPattern()) return place.path;
    const size_t mine = CountParts(path);
    const std::string rest =
        place.path.substr(mine == 0 ? 0 : Parts(place.path, mine).size());
    if (rest.find('*') != std::string::npos) return {};
    return (path == "/" ? "" : path) + rest;
  }
  if (relation == Relation::kBeneath &&
      place.reach != PlaceReach::kAllBeneath) {
    return path;
  }
  return place.IsPattern() ? Parts(path, its) : place.path;
}

// It counts for a grant on a directory above it only where it is there: a
// socket that nobody listens at, what may have any name, a secret that nobody
// has.
bool NeedsToBeThere(const DangerousPlace& place, AccessMasks access) {
  return place.kind == DangerKind::kSocket ||
         (place.IsPattern() && !place.path.starts_with("/home/")) ||
         (place.kind == DangerKind::kSecret &&
          !access.Overlaps(kChangingRights));
}

}  // namespace

// The worst that was found: where the rule is at a place or in it, the nearest
// one; else the widest of those that it is above.
struct DangerousPlaces::Candidate {
  AccessMasks access;
  std::optional<Danger> danger;
  size_t parts = 0;
  std::string never;

  // `its`: how many parts the place has by which it is one.
  void Offer(const Danger& offered, size_t its) {
    if (!IsBetter(offered, its)) return;
    danger = offered;
    parts = its;
  }

 private:
  bool IsBetter(const Danger& offered, size_t its) const {
    if (!danger.has_value()) return true;
    if (danger->above != offered.above) return danger->above;
    if (its != parts) return offered.above ? its < parts : its > parts;
    // Who may change something does more than read it.
    return danger->kind == DangerKind::kSecret && !IsReading(offered.kind) &&
           access.Overlaps(kChangingRights);
  }
};

std::string Danger::Words() const {
  std::string what_it_is(what);
  if (kind == DangerKind::kScope) return what_it_is;
  if (kind == DangerKind::kSocket) return place + ", " + what_it_is;
  if (IsReading(kind)) {
    return (above ? "with " + place + ": " : "") + what_it_is;
  }
  return "the program could change " + place + ", " + what_it_is;
}

DangerousPlaces::DangerousPlaces(DangerSetting setting)
    : setting_(std::move(setting)) {
  for (const std::string& home : setting_.own_homes) {
    if (home != "/") AddPlace({DangerKind::kBroad, home, kOfThisUser});
  }
  for (const DangerousRow& row : dangerous::kRows) AddRow(row);
  for (const std::string& home : setting_.homes) {
    AddPlace({DangerKind::kBroad, home, kOfAUser});
  }
  for (const std::string& directory : setting_.path_directories) {
    AddPlace({DangerKind::kPathDirectory, directory, dangerous::kPath,
              PlaceReach::kFilesIn});
  }
  for (const std::string& socket : setting_.sockets) {
    AddPlace({DangerKind::kSocket, socket, dangerous::kServer});
  }
  for (const BoundPlace& place : setting_.bound) {
    AddPlace(
        {place.kind, place.path, place.what, PlaceReach::kAllBeneath, false});
  }
}

void DangerousPlaces::Add(DangerousPlace place) {
  if (!known_.emplace(place.kind, place.path).second) return;
  place.fixed = std::min(place.path.find_first_of("*["), place.path.size());
  const std::string beginning(Beginning(place));
  near_[beginning].push_back(places_.size());
  deepest_ = std::max(deepest_, CountParts(beginning));
  places_.push_back(std::move(place));
}

void DangerousPlaces::AddPlace(const DangerousPlace& place) {
  Add(place);
  if (!setting_.resolve) return;
  // Of a pattern, what is before it.
  const size_t pattern = place.path.find_first_of("*[");
  const std::string fixed =
      pattern == std::string::npos
          ? place.path
          : place.path.substr(0, place.path.rfind('/', pattern));
  if (fixed.empty()) return;
  const std::string behind = Behind(fixed);
  if (behind == fixed || behind.empty()) return;
  DangerousPlace second = place;
  second.path = (behind == "/" && fixed != place.path ? "" : behind) +
                place.path.substr(fixed.size());
  Add(std::move(second));
}

// Most places are missing, and most others no links.
std::string DangerousPlaces::Behind(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (!setting_.kind || slash == 0) return setting_.resolve(path);
  const auto [known, added] = behind_.emplace(path.substr(0, slash), "");
  if (added) known->second = setting_.resolve(known->first);
  const std::string& parent = known->second;
  if (added && KindOf(parent) == FileKind::kNone) missing_.insert(parent);
  std::string plain = (parent == "/" ? "" : parent) + path.substr(slash);
  if (missing_.contains(parent)) return plain;
  return KindOf(plain) == FileKind::kSymlink ? setting_.resolve(path) : plain;
}

void DangerousPlaces::AddHome(const std::string& home,
                              const DangerousRow& row) {
  std::string base = home == "/" ? "" : home;
  if (row.base == PlaceBase::kConfig) base += "/.config";
  if (row.base == PlaceBase::kData) base += "/.local/share";
  AddPlace({row.kind, base + std::string(row.place), row.what, row.reach});
}

void DangerousPlaces::AddRow(const DangerousRow& row) {
  const std::string place(row.place);
  if (row.base == PlaceBase::kAnywhere) return;
  if (row.base == PlaceBase::kRoot) {
    AddPlace({row.kind, place, row.what, row.reach});
    return;
  }
  const bool is_data = row.base == PlaceBase::kData;
  if (row.base != PlaceBase::kHome) {
    for (const std::string& directory :
         is_data ? setting_.data_homes : setting_.config_homes) {
      AddPlace({row.kind, directory + place, row.what, row.reach});
    }
  }
  for (const std::string& home : setting_.own_homes) AddHome(home, row);
  for (const std::string_view home : kHomes) AddHome(std::string(home), row);
  for (const std::string& home : setting_.homes) AddHome(home, row);
}

FileKind DangerousPlaces::KindOf(const std::string& path) const {
  return setting_.kind ? setting_.kind(path) : FileKind::kNone;
}

std::vector<size_t> DangerousPlaces::PlacesNear(const std::string& path) const {
  std::vector<size_t> found;
  const auto take = [&found](const std::vector<size_t>& list) {
    found.insert(found.end(), list.begin(), list.end());
  };
  const auto take_at = [&](std::string_view prefix) {
    const auto there = near_.find(prefix);
    if (there != near_.end()) take(there->second);
  };
  take_at("/");
  size_t parts = 0;
  for (const std::string_view prefix : Prefixes(path)) {
    if (++parts > deepest_) break;
    take_at(prefix);
  }
  const std::string inside = path == "/" ? path : path + '/';
  for (auto there = near_.upper_bound(inside);
       there != near_.end() && there->first.starts_with(inside); ++there) {
    take(there->second);
  }
  std::sort(found.begin(), found.end());
  return found;
}

void DangerousPlaces::LookAtPlaces(const std::string& path, AccessMasks access,
                                   bool directory, Candidate* best) const {
  for (const size_t index : PlacesNear(path)) {
    const DangerousPlace& place = places_[index];
    if (!Concerns(place.kind, Relation::kAt, access)) continue;
    const Relation relation = RelationOf(path, place);
    if (!Reaches(place, relation, path, directory) ||
        !Concerns(place.kind, relation, access)) {
      continue;
    }
    const bool above = relation == Relation::kAbove;
    const std::string where = PlaceFor(path, place, relation);
    if (where.empty()) continue;
    const bool missing =
        above && setting_.kind && KindOf(where) == FileKind::kNone;
    if (missing && NeedsToBeThere(place, access)) continue;
    const Danger danger = {place.kind, where, place.what, above, {}};
    // What is not there yet, and would be made: the user may take that on.
    if (IsBinding(place.kind) && !(missing && place.may_be_missing) &&
        best->never.empty()) {
      best->never = danger.Words();
    }
    best->Offer(danger, CountParts(place.path));
  }
}

// Rows whose places are names in whatever directory.
void DangerousPlaces::LookAtNames(const std::string& path, AccessMasks access,
                                  bool directory, const NamedFinder* named,
                                  Candidate* best) const {
  const std::vector<std::string_view> prefixes = Prefixes(path);
  for (const DangerousRow& row : dangerous::kRows) {
    if (row.base != PlaceBase::kAnywhere) continue;
    const std::string name(row.place);
    if (Concerns(row.kind, Relation::kAt, access)) {
      const auto first = std::find_if(
          prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
            return IsNamed(row.place, BaseName(prefix));
          });
      if (first != prefixes.end()) {
        best->Offer({row.kind, std::string(*first), row.what, false, {}},
                    static_cast<size_t>(first - prefixes.begin()) + 1);
      }
    }
    if (!directory || name.find('*') != std::string::npos ||
        !Concerns(row.kind, Relation::kAbove, access)) {
      continue;
    }
    std::vector<std::string> found;
    if (named != nullptr && *named) {
      found = (*named)(path, name);
    } else if (setting_.named) {
      found = setting_.named(path, name);
    } else {
      const std::string inside = (path == "/" ? "" : path) + '/' + name;
      if (KindOf(inside) != FileKind::kNone) found.push_back(inside);
    }
    for (const std::string& inside : found) {
      best->Offer({row.kind, inside, row.what, true, {}}, CountParts(inside));
    }
  }
}

void DangerousPlaces::LookAtDevice(const std::string& path, AccessMasks access,
                                   Candidate* best) const {
  if (!IsMoreThanNames(access)) return;
  const auto offer = [&](std::string_view what) {
    best->Offer({DangerKind::kDevice, path, what, false, {}}, CountParts(path));
  };
  const FileKind kind = KindOf(path);
  if (kind == FileKind::kBlockDevice) return offer(kDisk);
  const bool is_below = path.starts_with("/dev/");
  if (!is_below && kind != FileKind::kCharDevice) return;
  const std::string name(is_below ? std::string(BaseName(Parts(path, 2)))
                                  : std::string(BaseName(path)));
  if (name == "pts") return offer(kTerminals);
  const bool plain = std::any_of(std::begin(dangerous::kPlainDevices),
                                 std::end(dangerous::kPlainDevices),
                                 [&name](std::string_view device) {
                                   return Matches(std::string(device), name);
                                 });
  if (!plain) offer(kDevice);
}

// The path, the one behind its links, and those of other mounts.
std::vector<std::string> DangerousPlaces::NamesOf(
    const std::string& path) const {
  std::vector<std::string> names = {path};
  // Links of /proc lead each process elsewhere.
  if (IsOwnProcess(path)) return names;
  if (setting_.resolve) {
    const std::string behind = setting_.resolve(path);
    if (!behind.empty() && behind != path) names.push_back(behind);
  }
  const std::string plain = names.back();
  for (std::string& name : OtherNamesOf(plain, setting_.mounts)) {
    if (!IsOwnProcess(name)) names.push_back(std::move(name));
  }
  return names;
}

std::optional<Danger> DangerousPlaces::OfGrant(const std::string& path,
                                               AccessMasks access,
                                               bool directory,
                                               const NamedFinder* named) const {
  if (path.empty() || access.empty()) return {};
  Candidate best = {.access = access};
  for (const std::string& name : NamesOf(path)) {
    const FileKind kind = KindOf(name);
    const bool is_directory = directory || kind == FileKind::kDirectory;
    LookAtPlaces(name, access, is_directory, &best);
    LookAtNames(name, access, is_directory, named, &best);
    LookAtDevice(name, access, &best);
  }
  if (best.danger.has_value()) best.danger->never = best.never;
  return best.danger;
}

std::optional<Danger> DangerousPlaces::OfScopes(AccessMasks scopes) {
  std::optional<Danger> danger;
  for (const Right& r : kRights) {
    if (!scopes.Overlaps(r.Masks() & kScopeClass)) continue;
    danger = Danger{DangerKind::kScope, "unscope " + std::string(r.Name()),
                    r.Name() == "signal" ? kUserSignals : kUserSockets};
    if (r.Name() != "signal") break;
  }
  return danger;
}

}  // namespace landshim
