// The kernel's Landlock decision, mirrored: what happens when a process inside
// a domain does something, why, and what would change it.
//
// It is advice: between the answer and the deed the file system can change, and
// only the kernel enforces.
#ifndef LANDSHIM_POLICY_DECIDE_H_
#define LANDSHIM_POLICY_DECIDE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/domain.h"
#include "policy/filesystem.h"
#include "policy/operation.h"
#include "policy/requirement.h"
#include "policy/statements.h"

namespace landshim {

enum class Verdict : uint8_t {
  kAllowed,       // every right that it needs is granted
  kUnrestricted,  // Landlock has no say: no layer handles what it needs
  kDenied,        // by Landlock
  kFails,         // for another reason, before Landlock is asked
};

// Rights that at least one layer does not grant.
struct Missing {
  AccessMasks access;
  std::string path;  // of the object on which; empty for a port or scope
  uint16_t port = 0;
};

struct Decision {
  Verdict verdict = Verdict::kUnrestricted;
  // What the program sees: 0, or errno. Also kAllowed and kUnrestricted can
  // have one, by file permissions that come after Landlock.
  int error = 0;
  // kDenied: what it would come to if Landlock allowed it: 0, or errno.
  int otherwise = 0;
  // What its paths lead to, in their order: absolute and free of links.
  std::vector<std::string> paths;
  // What it needs that some layer handles, in the kernel's order. Not filled
  // for kFails, as the rest.
  std::vector<Need> needs;
  // kDenied; empty where it is denied whatever is granted (mount, ptrace).
  std::vector<Missing> missing;
  // kDenied like ptrace(2), by what /proc asks (TraceCheck).
  bool traced = false;
  // kDenied with EXDEV: rights that the moved object would gain there.
  AccessMasks gained;
  // The statements that grant or lift something needed, in the policy's order.
  std::vector<const PolicyStatement*> granted_by;
  // kDenied: what would allow it if every layer's policy said it, the tightest
  // first. Each is one statement; two, with "; " between them, where one cannot
  // say it. Empty where nothing can.
  std::vector<std::string> cures;
};

// What `operation` comes to for a process inside `domain`.
Decision Decide(const Domain& domain, const Operation& operation,
                Filesystem* filesystem);

// "EACCES"; "errno 999" for what is rare, "success" for 0.
std::string ErrnoName(int error);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_DECIDE_H_
