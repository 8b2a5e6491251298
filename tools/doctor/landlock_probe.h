// What this kernel does when Landlock is used, tried in children.
#ifndef LANDSHIM_TOOLS_DOCTOR_LANDLOCK_PROBE_H_
#define LANDSHIM_TOOLS_DOCTOR_LANDLOCK_PROBE_H_

#include <string>
#include <vector>

namespace landshim::doctor {

// What the version query says (shim/landlock.h, LandlockAbi).
struct LandlockAnswer {
  long value = 0;       // the ABI, or -errno
  bool killed = false;  // by a seccomp filter: no value
};

struct LandlockProbe {
  LandlockAnswer answer;
  // What follows is filled where the answer is an ABI.
  // The last ABI, of those that landshim knows, of which it has every right.
  int abi = 0;
  std::vector<std::string> lacking;  // rights that it claims and lacks
  // Bit N-1: erratum N is fixed; -1: the kernel does not tell.
  long errata = -1;
  // How many more layers this process could be in.
  int layers_left = 0;
  // What the last step before the first layer failed with: "landlock_add_rule",
  // and errno. Empty: none did.
  std::string failed_call;
  int failed_error = 0;
  bool trial_killed = false;
};

LandlockProbe ProbeLandlock();

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_LANDLOCK_PROBE_H_
