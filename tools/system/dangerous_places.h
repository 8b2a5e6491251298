// What a grant would open that a program should not have without being told
// so: one answer for check, draft, learn and explain. Makes no system call.
#ifndef LANDSHIM_TOOLS_SYSTEM_DANGEROUS_PLACES_H_
#define LANDSHIM_TOOLS_SYSTEM_DANGEROUS_PLACES_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/access.h"
#include "policy/filesystem.h"
#include "tools/system/dangerous_table.h"
#include "tools/system/mounts.h"

namespace landshim {

// A file or directory by which a program's next start is bound.
struct BoundPlace {
  std::string path;
  std::string_view what;  // "its own policy", "which holds policies"
  DangerKind kind = DangerKind::kPolicy;
};

// Looks for all that is called `name` in the tree of a directory.
using NamedFinder = std::function<std::vector<std::string>(
    const std::string& directory, const std::string& name)>;

// What the table needs to be told of the machine. All paths are absolute.
struct DangerSetting {
  // This user's, by all their names. "~" is the first.
  std::vector<std::string> own_homes;
  std::vector<std::string> config_homes;  // $XDG_CONFIG_HOME
  std::vector<std::string> data_homes;    // $XDG_DATA_HOME
  std::vector<std::string> homes;         // other users'
  std::vector<std::string> path_directories;
  std::vector<std::string> sockets;  // further ones of the dangerous kind
  std::vector<BoundPlace> bound;     // beside the directories of policies
  // Of the machine: what is dangerous is so by each of its names.
  std::vector<Mount> mounts;
  // The path behind all links, also where nothing is there. Null: no links.
  std::function<std::string(const std::string& path)> resolve;
  // What is at a path, links not followed. Null: not known.
  std::function<FileKind(const std::string& path)> kind;
  // The paths of all that is called `name` in the tree of a directory, as far
  // as it is looked for. Null: only what is right in it, by `kind`.
  NamedFinder named;
};

// A row of the table on this machine.
struct DangerousPlace {
  DangerKind kind = DangerKind::kBroad;
  std::string path;  // may have '*' in it
  std::string_view what;
  PlaceReach reach = PlaceReach::kAllBeneath;
  // Where it is missing, who may make it is not bound by it yet.
  bool may_be_missing = true;
  // How much of the path is to be taken as it is.
  size_t fixed = std::string::npos;

  bool IsPattern() const { return fixed < path.size(); }
};

// Why a grant is dangerous.
struct Danger {
  DangerKind kind = DangerKind::kBroad;
  std::string place;
  std::string_view what;
  bool above = false;  // the grant is on a directory that holds the place
  // By this the next start would be bound no more: nobody may grant it. A
  // clause: "the program could change PLACE, its own policy". Else empty.
  std::string never;

  // "the user's keys"; "the program could change PLACE, which cron runs".
  std::string Words() const;
};

class DangerousPlaces {
 public:
  explicit DangerousPlaces(DangerSetting setting);

  // Of a rule that grants `access` on `path` (absolute): at a place, beneath
  // it, or above it. `directory`: so it is, or will be. `named`: instead of
  // the setting's, which may look less deep.
  std::optional<Danger> OfGrant(const std::string& path, AccessMasks access,
                                bool directory,
                                const NamedFinder* named = nullptr) const;

  // The paths that are asked about from now on are free of links.
  void StopFollowingLinks() { setting_.resolve = nullptr; }

  // Of lifting scopes.
  static std::optional<Danger> OfScopes(AccessMasks scopes);

  // All but names that count in any directory.
  const std::vector<DangerousPlace>& places() const { return places_; }

  // Which of them a path is compared with, in their order: those that it is at,
  // beneath or above, and few others.
  std::vector<size_t> PlacesNear(const std::string& path) const;

  const DangerSetting& setting() const { return setting_; }

 private:
  struct Candidate;

  void AddPlace(const DangerousPlace& place);
  void Add(DangerousPlace place);
  std::string Behind(const std::string& path);
  void AddRow(const DangerousRow& row);
  void AddHome(const std::string& home, const DangerousRow& row);
  FileKind KindOf(const std::string& path) const;
  std::vector<std::string> NamesOf(const std::string& path) const;
  void LookAtPlaces(const std::string& path, AccessMasks access, bool directory,
                    Candidate* best) const;
  void LookAtNames(const std::string& path, AccessMasks access, bool directory,
                   const NamedFinder* named, Candidate* best) const;
  void LookAtDevice(const std::string& path, AccessMasks access,
                    Candidate* best) const;

  DangerSetting setting_;
  std::vector<DangerousPlace> places_;
  std::set<std::pair<DangerKind, std::string>> known_;  // of places_
  // Of places_, by their paths; of patterns, by the directory before the first
  // name that is one.
  std::map<std::string, std::vector<size_t>, std::less<>> near_;
  size_t deepest_ = 0;  // how many parts the longest of them has
  std::map<std::string, std::string> behind_;  // directories without links
  std::set<std::string> missing_;              // of those
};

// The places that a user named by --allow-broad: absolute paths without links,
// and "unscope signal" or "unscope abstract_unix_socket".
class AllowedPlaces {
 public:
  // What a place is called: `words` as they were given, "~" and "~/x" by
  // `home`, relative paths by `directory`, links by `resolve`. False: *error
  // is "WHAT; CURE".
  bool Add(const std::string& words, const DangerSetting& setting,
           const std::string& directory, std::string* error);

  // A grant on `path` that is dangerous for this reason: the path itself was
  // named, or the place that it is or lies in.
  bool Allows(const Danger& danger, const std::string& path) const;

  bool AllowsPath(const std::string& path) const;

  const std::vector<std::string>& places() const { return places_; }

 private:
  std::vector<std::string> places_;
};

// "--allow-broad /home/ann", as a shell reads it: what would let it through.
std::string OptionFor(const Danger& danger, const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SYSTEM_DANGEROUS_PLACES_H_
