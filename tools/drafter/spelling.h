// Rights and paths in the words of the policy language.
#ifndef LANDSHIM_TOOLS_DRAFTER_SPELLING_H_
#define LANDSHIM_TOOLS_DRAFTER_SPELLING_H_

#include <string>
#include <utility>
#include <vector>

#include "policy/access.h"
#include "tools/recording/fact.h"

namespace landshim {

// A verb, and what it grants on the object it is meant for.
struct SpelledRights {
  std::string verb;  // "write", "allow read_dir", "connect unix"
  AccessMasks granted;
};

// The statements that grant `access` on a file or directory: verbs where what
// they grant besides is little, `allow` where it is not. `exactly`: nothing
// besides. `known`: the rights of the policy's newest ABI. `path` follows each.
std::vector<SpelledRights> SpellRights(AccessMasks access, bool directory,
                                       bool exactly, AccessMasks known);

// What all of them grant together.
AccessMasks GrantedBy(const std::vector<SpelledRights>& spelled);

// Paths with the variables that they came from.
class PathSpeller {
 public:
  // What differs between runs, or leads through a link, is not used.
  PathSpeller(const std::vector<RunStart>& starts, Filesystem* filesystem);

  // "~/.gitconfig", "${TMPDIR:-/tmp}", "/srv/data", "\"${HOME}/My Files\"".
  std::string Spell(const std::string& path) const;

  // NAME=value of what was recorded alike in all runs.
  const std::vector<std::string>& environment() const { return environment_; }

 private:
  void Use(const std::string& name, const std::string& value,
           Filesystem* filesystem);

  struct Prefix {
    std::string path;
    std::string unquoted;
    std::string quoted;  // between quotes
    bool alone = false;  // only where nothing follows
  };

  std::string home_;
  std::vector<Prefix> prefixes_;
  std::vector<std::string> environment_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_SPELLING_H_
