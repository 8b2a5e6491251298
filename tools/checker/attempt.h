// Asks the kernel itself: does something for real in a restricted child, so
// that nothing comes of it, and once more without the restriction.
#ifndef LANDSHIM_TOOLS_CHECKER_ATTEMPT_H_
#define LANDSHIM_TOOLS_CHECKER_ATTEMPT_H_

#include <cstdint>
#include <string>

#include "policy/filesystem.h"
#include "policy/statements.h"
#include "tools/checker/decision.h"

namespace landshim {

enum class TrialOutcome : uint8_t {
  kAllowed,
  kDenied,  // by Landlock: it succeeds, or fails otherwise, without
  kFails,   // with and without
  kNotTried,
};

struct Trial {
  TrialOutcome outcome = TrialOutcome::kNotTried;
  int error = 0;           // kDenied, kFails
  int free_error = 0;      // without the policy
  bool stands_in = false;  // something beside the object was tried instead
  std::string why_not;     // kNotTried
  bool conclusive = true;  // kFails: it came as far as Landlock
  // The mirror says otherwise: a mistake in landshim, or something changed
  // meanwhile.
  bool disagrees = false;
};

// `answer` is the mirror's about the same operation on this kernel, and
// `policy` is without mistakes.
Trial TryOperation(const Answer& answer, const PolicyStatements& policy,
                   Filesystem* filesystem);

// "allowed", "denied", "fails" or "not tried".
std::string WordFor(const Trial& attempt);

// The line about it, without newline.
std::string ToText(const Trial& attempt, const Answer& answer);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_ATTEMPT_H_
