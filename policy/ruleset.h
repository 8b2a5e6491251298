// From statements to what the kernel is asked for: a summary of the whole
// policy, and its lowering to one kernel's ABI. Pure: no syscall, no heap.
#ifndef LANDSHIM_POLICY_RULESET_H_
#define LANDSHIM_POLICY_RULESET_H_

#include <cstdint>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/problem.h"
#include "policy/statement.h"

namespace landshim {

// What all statements of a policy say together, but for its rules.
struct Summary {
  AbiRange abi;            // valid after Finish()
  bool needs_abi = false;  // a policy file was read: `abi` must be stated
  bool abi_stated = false;
  // Of `abi`; where none is stated, of what needs the newest ABI, or the whole.
  Place abi_place;
  AccessMasks unrestricted;  // classes, rights and scopes left unhandled
  AccessMasks quiet;         // denials that quiet rules mute
  // `allow` names refer somewhere: it is handled, whatever is unrestricted.
  bool names_refer = false;
  uint32_t log_flags = 0;
  uint32_t logs_stated = 0;  // flags that a `log` statement was about
  const Right* newest_named = nullptr;  // by `allow`, with its place
  Place newest_named_place;
  uint8_t needed_abi = 1;  // the first ABI at which every statement has effect
};

// Adds one statement (not kInclude). False: *problem says what is wrong.
// Async-signal-safe.
bool Summarize(const Statement& statement, Summary* summary, Problem* problem);

// To be called once all statements were added: checks the whole, of which
// messages say `place`, and settles the ABI range. False: *problem says what
// is wrong. Async-signal-safe.
bool Finish(Summary* summary, const Place& place, Problem* problem);

// What is asked of a kernel.
struct Ruleset {
  AccessMasks handled;
  AccessMasks quiet;            // a subset of handled; none below ABI 10
  uint32_t restrict_flags = 0;  // for landlock_restrict_self(2)
  bool quiet_rules = false;     // quiet statements become rules
};

// What the policy leaves unhandled: what it says, but for refer where it is
// named by `allow` too. Landlock denies refer unless it is handled and granted,
// as soon as any layer handles a right of files. Async-signal-safe.
AccessMasks LeftUnhandled(const Summary& summary);

// The ruleset for a policy on a kernel whose ABI is `kernel_abi` (0: none).
// Nothing newer than the policy's upper bound is handled. Async-signal-safe.
Ruleset Lower(const Summary& summary, int kernel_abi);

// What the policy means to deny and this kernel cannot. Async-signal-safe.
AccessMasks Unenforced(const Summary& summary, int kernel_abi);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_RULESET_H_
