// What the policy makes of an operation, for a user: by the mirror
// (policy/decide.h), for a program with all that its start takes.
#ifndef LANDSHIM_TOOLS_CHECKER_DECISION_H_
#define LANDSHIM_TOOLS_CHECKER_DECISION_H_

#include <string>

#include "policy/decide.h"
#include "tools/checker/content.h"

namespace landshim {

struct Answer {
  Operation operation;  // as it was asked
  // Of the operation; or, where a program's interpreter or loader decides, of
  // executing that.
  Decision decision;
  // What decides instead: "its interpreter '/bin/sh'"; else empty.
  std::string instead;
  // Where no right that it needs is restricted: why. A clause.
  std::string why_unrestricted;
};

// `domain` has one layer, of `policy`.
Answer Ask(const Operation& operation, const Domain& domain,
           const PolicyStatements& policy, Filesystem* filesystem,
           Content* content);

// True if nothing stops it: Landlock or what comes before.
bool IsAllowed(const Answer& answer);

// "allowed", "denied" or "fails".
std::string WordFor(const Answer& answer);

// The line about it, without newline: "denied: read /root/x: ...; add ...".
std::string ToText(const Answer& answer);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_DECISION_H_
