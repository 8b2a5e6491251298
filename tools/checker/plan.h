// How each operation is attempted so that nothing comes of it.
#ifndef LANDSHIM_TOOLS_CHECKER_PLAN_H_
#define LANDSHIM_TOOLS_CHECKER_PLAN_H_

#include <string>

#include "policy/filesystem.h"
#include "policy/operation.h"
#include "tools/checker/child.h"
#include "tools/checker/stage.h"

namespace landshim {

// What the child does. A deed ends with 0 where it could go on, though it may
// have stopped there.
struct Plan {
  ChildStep before;      // in the child, not restricted yet; null: nothing
  ChildStep deed;        // null: `executes` or `why_not`
  std::string executes;  // a program to be started, up to its first instruction
  // Something else stood in for the object: what file permissions say of the
  // real one was not asked.
  bool stands_in = false;
  std::string why_not;  // it cannot be tried, and why
  // An errno may come from what has to be done first, which Landlock never
  // denies.
  bool may_fail_first = false;
};

// Prepares an attempt. What it needs is made on `stage`, and lasts as long.
Plan PlanFor(const Operation& operation, Filesystem* filesystem, Stage* stage);

// By what the operation is about; all are used by PlanFor.
Plan PlanOpen(const Operation& operation, Filesystem* filesystem, Stage* stage);
Plan PlanTruncate(const Operation& operation, Filesystem* filesystem,
                  Stage* stage);
Plan PlanIoctl(const Operation& operation, Filesystem* filesystem,
               Stage* stage);
Plan PlanMake(const Operation& operation, Filesystem* filesystem, Stage* stage);
Plan PlanRemove(const Operation& operation, Filesystem* filesystem,
                Stage* stage);
Plan PlanRename(const Operation& operation, Filesystem* filesystem,
                Stage* stage);
Plan PlanLink(const Operation& operation, Filesystem* filesystem, Stage* stage);
Plan PlanConnectUnix(const Operation& operation, Filesystem* filesystem,
                     Stage* stage);
Plan PlanQueue(const Operation& operation, Stage* stage);
Plan PlanPort(const Operation& operation);
Plan PlanScope(const Operation& operation, Stage* stage);
Plan PlanTrace();
Plan PlanTopology(const Operation& operation);

// Helpers of these.
Plan CannotBeTried(std::string why);
Plan NoStandIn(const std::string& directory, int error);
// Ends with `error` at once: the kernel was asked already.
Plan EndsWith(int error);

// The directory in which what was found is, or would be.
std::string DirectoryOf(const Found& found);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_PLAN_H_
