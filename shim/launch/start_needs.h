// What starting a program takes besides its policy, granted in the first layer.
#ifndef LANDSHIM_SHIM_LAUNCH_START_NEEDS_H_
#define LANDSHIM_SHIM_LAUNCH_START_NEEDS_H_

#include "policy/access.h"
#include "policy/environment.h"
#include "shim/launch/program.h"

namespace landshim {

// Is told each file that is granted, and what of it.
using GrantObserver = void (*)(const char* path, AccessMasks granted);

// Adds rules to a ruleset. Rights that it does not handle are left out; a file
// that cannot be opened is left out as well: less is granted then.
// Async-signal-safe.
class StartRules {
 public:
  // `observer` may be null.
  StartRules(int ruleset_fd, AccessMasks handled, GrantObserver observer)
      : ruleset_fd_(ruleset_fd), handled_(handled), observer_(observer) {}

  void Grant(const char* path, AccessMasks access);
  void GrantOpen(int fd, const char* path, AccessMasks access);

  int count() const { return count_; }

 private:
  int ruleset_fd_;
  AccessMasks handled_;
  GrantObserver observer_;
  int count_ = 0;
};

// Grants what starting `program` takes.
//
// Where the shim follows (`exact` is false), reading the system's library
// directories is part of it, as the shim takes that away again. Libraries that
// lie elsewhere (DT_RUNPATH, LD_LIBRARY_PATH) are granted file by file, never
// a directory that a variable names. Executing is granted on files only:
// on a directory it would make renames into others fail (EXDEV).
//
// `exact`: everything is granted file by file, as where this is the program's
// only layer. Once in a process. ld.so(8); musl's ldso/dynlink.c.
void GrantStart(const Program& program, Environment environment, bool exact,
                StartRules* rules);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_START_NEEDS_H_
