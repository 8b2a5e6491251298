// Children of landshim that do one deed and say what came of it.
#ifndef LANDSHIM_TOOLS_CHECKER_CHILD_H_
#define LANDSHIM_TOOLS_CHECKER_CHILD_H_

#include <functional>
#include <optional>
#include <string>

#include "tools/checker/restrict.h"

namespace landshim {

// Does something in a child and returns 0 or errno.
using ChildStep = std::function<int()>;

// What a child came to.
struct ChildResult {
  // The deed's errno, 0 where it succeeded; nothing where it did not come to
  // the deed, or took too long.
  std::optional<int> error;
  std::string why_not;  // nothing: the reason
};

// Forks; the child runs `before`, is restricted, and runs `deed`. A null
// `restriction` restricts nothing. The child is killed after some seconds, and
// with landshim.
ChildResult RunInChild(const Restriction* restriction, const ChildStep& before,
                       const ChildStep& deed);

// The same for execve(2) of `path`: the child is traced and killed before the
// program's first instruction.
ChildResult ExecuteInChild(const Restriction* restriction,
                           const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_CHILD_H_
