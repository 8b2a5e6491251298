// What starting a program takes besides its policy, granted in the first layer.
#ifndef LANDSHIM_SHIM_LAUNCH_START_NEEDS_H_
#define LANDSHIM_SHIM_LAUNCH_START_NEEDS_H_

#include "policy/access.h"
#include "policy/environment.h"
#include "shim/launch/launch.h"

namespace landshim {

// Is told each file that is granted, and what of it.
using GrantObserver = void (*)(const char* path, AccessMasks granted);

// Adds rules to a ruleset. Rights that it does not handle are left out.
// Async-signal-safe.
class StartRules final : public StartSink {
 public:
  // `observer` may be null.
  StartRules(int ruleset_fd, AccessMasks handled, GrantObserver observer)
      : ruleset_fd_(ruleset_fd), handled_(handled), observer_(observer) {}

  void Grant(int fd, const char* path, AccessMasks access) override;

  int count() const { return count_; }

 private:
  int ruleset_fd_;
  AccessMasks handled_;
  GrantObserver observer_;
  int count_ = 0;
};

// Tells `sink` all that starting the inspected program takes, file by file:
// what is executed and what interprets it, the dynamic linker and its cache,
// the libraries that the linker will load, wherever they lie. Each is the open
// file that was inspected, a regular one, and found without following links
// that the program could have replaced (launch->replaceable). Never a
// directory, as a start that nothing of the program can steer needs none; but
// where a program cannot be read, and so nobody knows what it needs, the
// system's library directories are granted as a whole, for reading files.
//
// Closes launch->files. False: the launch ends (launch->refusal). Once for
// each launch. ld.so(8); musl's ldso/dynlink.c.
bool GrantStart(Environment environment, Launch* launch, StartSink* sink);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_START_NEEDS_H_
