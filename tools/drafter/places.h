// Which directories are what, for drafting: tables.
#ifndef LANDSHIM_TOOLS_DRAFTER_PLACES_H_
#define LANDSHIM_TOOLS_DRAFTER_PLACES_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "tools/checker/broad_places.h"
#include "tools/drafter/recorded.h"

namespace landshim {

class Places {
 public:
  // By what the recorded runs say of the user's directories, and the homes of
  // other users. Recorded paths are free of links; these are followed first,
  // now, as `filesystem` has them. It must outlive this.
  Places(const Recorded& recorded, const std::vector<std::string>& homes,
         Filesystem* filesystem);

  // The place of tools/checker/broad_places.h or home of a user that a rule on
  // this directory would open as a whole, or a secret one that it is in.
  std::optional<BroadPlace> BroadAt(const std::string& directory) const;

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
  void AddBroad(const std::vector<BroadPlace>& places);
  void AddFixed(const std::vector<RunStart>& starts);
  std::set<std::string> FixedBy(const RunStart& start) const;
  std::optional<BroadPlace> SecretIn(const std::string& directory) const;

  const Recorded& recorded_;
  Filesystem* filesystem_;
  std::set<std::string> homes_;        // HOME
  std::set<std::string> all_homes_;    // and other users'
  std::set<std::string> above_homes_;  // each directory in them is a home
  std::vector<BroadPlace> broad_;
  std::set<std::string> secrets_;  // seen in use
  std::set<std::string> shared_;
  std::set<std::string> fixed_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PLACES_H_
