// Which directories are what, for drafting: tables.
#ifndef LANDSHIM_TOOLS_DRAFTER_PLACES_H_
#define LANDSHIM_TOOLS_DRAFTER_PLACES_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/filesystem.h"
#include "tools/drafter/recorded.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

class Places {
 public:
  // By what the recorded runs say of the user's directories, and what is known
  // of the machine. Recorded paths are free of links; these are followed first,
  // now, as `filesystem` has them. It must outlive this.
  Places(const Recorded& recorded, const DangerSetting& machine,
         Filesystem* filesystem);

  // Why a rule that grants `access` there is dangerous.
  std::optional<Danger> DangerOf(const std::string& path, AccessMasks access,
                                 bool directory) const {
    return near_->OfGrant(path, access, directory);
  }

  // The same, with what lies deep in the tree of a directory.
  std::optional<Danger> DeepDangerOf(const std::string& path,
                                     AccessMasks access, bool directory) const {
    return near_->OfGrant(path, access, directory, &deep_);
  }

  // Directories of policies that are missing, and would be in this one.
  std::vector<std::string> MissingPoliciesIn(
      const std::string& directory) const;

  // How a user names a place.
  const DangerSetting& setting() const { return setting_; }

  // Root's programs or other users' work in it as well.
  bool IsWorkedInByOthers(const std::string& directory) const;

  // Several things in this directory may become the directory: it is of one
  // program, package or project, as far as can be told.
  bool MayCollapseInto(const std::string& directory) const;

  // The name is given by the user or the system, however it looks: it lies on
  // the way to HOME, the working directory or an operand, or in /usr.
  bool IsFixed(const std::string& path) const;

  // Many programs have their files there.
  bool IsShared(const std::string& directory) const;

  // The home that it is or lies in, of any user; empty: none.
  std::string HomeOf(const std::string& path) const;

  // The same for the HOME of a recorded run.
  bool IsInHome(const std::string& path) const;

  // Of packages and the machine: what is in there has the same names for
  // everybody.
  static bool IsSystem(const std::string& path);

 private:
  void AddHomes(const std::vector<RunStart>& starts,
                const std::vector<std::string>& others);
  DangerSetting SettingOf(const DangerSetting& machine) const;
  void AddFixed(const std::vector<RunStart>& starts);
  std::set<std::string> FixedBy(const RunStart& start) const;
  FileKind KindOf(const std::string& path) const;
  std::vector<std::string> NamedIn(const std::string& directory,
                                   const std::string& name) const;

  const Recorded& recorded_;
  Filesystem* filesystem_;
  std::set<std::string> homes_;        // HOME
  std::set<std::string> all_homes_;    // and other users'
  std::set<std::string> above_homes_;  // each directory in them is a home
  std::set<std::string> named_;  // of names that count anywhere: seen in use
  std::set<std::string> shared_;
  std::set<std::string> fixed_;
  DangerSetting setting_;
  std::unique_ptr<DangerousPlaces> near_;
  // A look-up takes as long as its path, and each directory is asked about by
  // all that lies beneath it.
  mutable std::unordered_map<std::string, FileKind> kinds_;
  NamedFinder deep_;  // null: nothing looks deeper
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PLACES_H_
