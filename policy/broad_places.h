// Directories that hold too much to be granted by accident: one table.
#ifndef LANDSHIM_POLICY_BROAD_PLACES_H_
#define LANDSHIM_POLICY_BROAD_PLACES_H_

#include <string_view>

namespace landshim {

// What may be granted even so: the places that `--allow-broad` names.
struct BroadAllowance {
  bool all = false;  // was decided elsewhere
  // A command line, up to `end`: `--allow-broad PLACE`, `--allow-broad=PLACE`.
  char** begin = nullptr;
  char** end = nullptr;

  // `place` is plain (policy/plain_path.h). Async-signal-safe.
  bool Allows(std::string_view place) const;
};

// True if all of `place` is more than a variable, or the working directory, may
// open: `/`, `/etc` and their like, and the user's home, unless HOME itself
// gave it (`by_home`). Without an absolute HOME each directory right in /home
// counts as one. What a policy writes out is not asked about. `place` is plain;
// `home` is the value of HOME. Async-signal-safe.
bool IsBroadPlace(std::string_view place, bool by_home, std::string_view home);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_BROAD_PLACES_H_
