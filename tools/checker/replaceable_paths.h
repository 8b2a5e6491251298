// Which paths of a policy the shim opens without following links: those
// beneath a directory where the policy lets the program replace names
// (shim/replaceable.h). It compares texts.
#ifndef LANDSHIM_TOOLS_CHECKER_REPLACEABLE_PATHS_H_
#define LANDSHIM_TOOLS_CHECKER_REPLACEABLE_PATHS_H_

#include <string>
#include <vector>

#include "policy/statements.h"

namespace landshim {

class ReplaceablePaths {
 public:
  explicit ReplaceablePaths(const PolicyStatements& policy);

  // Nothing can be replaced anywhere.
  bool empty() const { return directories_.empty(); }

  // How far links are followed on the way along `path` (absolute): along this
  // beginning of *plain, which is the path without doubled '/', '.' and '..'.
  // Nothing: all the way.
  struct Following {
    bool everywhere = true;
    std::string until;  // empty: nowhere
    std::string plain;
  };
  Following Of(const std::string& path) const;

 private:
  std::vector<std::string> directories_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_REPLACEABLE_PATHS_H_
