// Enforcing a policy that is known to be valid: one ruleset, one layer.
#ifndef LANDSHIM_SHIM_ENFORCE_H_
#define LANDSHIM_SHIM_ENFORCE_H_

#include <cstdint>

#include "policy/ruleset.h"
#include "shim/policy_walk.h"
#include "shim/replaceable.h"

namespace landshim {

// What this kernel can do.
struct Kernel {
  // As asked: the ABI, or -errno where Landlock is missing or refused.
  long answer = 0;
  // What it really takes: lower than `answer` on kernels that claim an ABI of
  // which they lack a right. 0 without Landlock.
  int abi = 0;
};

// A ruleset with the policy's rules, not yet enforced.
struct Prepared {
  Kernel kernel;
  Ruleset ruleset;
  int ruleset_fd = -1;  // none: this kernel can deny nothing, which `abi 0..N`
                        // allows
  uint32_t thread_flag = 0;
  uint32_t rules = 0;
};

// All of these end the process with a message where they fail; none returns
// with less enforced than the policy says, except where the policy allows it
// (`abi 0..N`), and then they say so on descriptor 2.

// The first walk: checks every statement, reads every file, and notes which
// directories the program will be able to change names in.
void CheckPolicy(PolicyWalk* walk, const PolicyOrigin& origin, Summary* summary,
                 ReplaceableNames* replaceable);

// The second walk: asks the kernel for what was checked. `walk` stands at the
// beginning. Whoever has rules to add puts them into the ruleset then.
Prepared PrepareRuleset(PolicyWalk* walk, const PolicyOrigin& origin,
                        const Summary& summary,
                        const ReplaceableNames& replaceable);

// Enforces it, if there is one, and closes it.
void Enforce(const Prepared& prepared, const PolicyOrigin& origin);

// LANDSHIM_LOG=info: says what is enforced, and what of the policy this kernel
// cannot deny.
void SayEnforced(const PolicyOrigin& origin, const Summary& summary,
                 const Prepared& prepared);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_ENFORCE_H_
