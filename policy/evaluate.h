// The rights that a domain does not grant, need by need: the part of deciding
// that is repeated to prove a cure.
#ifndef LANDSHIM_POLICY_EVALUATE_H_
#define LANDSHIM_POLICY_EVALUATE_H_

#include <vector>

#include "policy/access.h"
#include "policy/domain.h"
#include "policy/requirement.h"

namespace landshim {

// Rules that are added to every layer, and scopes that are lifted.
struct Extra {
  PathGrants paths;
  std::vector<PortGrant> ports;
  AccessMasks lifted;
  // `allow` names refer in them, so that a layer that leaves files alone
  // handles it too (LeftUnhandled()).
  bool names_refer = false;
};

struct Evaluation {
  std::vector<AccessMasks> missing;  // for each need
  AccessMasks gained;                // by what is moved
  int error = 0;                     // 0: Landlock allows it
};

// What the layer denies unless a rule grants it: `refer` too, whether it is
// handled or not, as soon as any layer handles a right of the class
// (security/landlock/ruleset.h, LANDLOCK_ACCESS_FS_INITIALLY_DENIED).
AccessMasks DeniedByDefault(const Domain& domain, const Layer& layer);

// The union over all layers.
AccessMasks DeniedByDefault(const Domain& domain);

// `required` has needs; it fails_before nothing.
Evaluation Evaluate(const Domain& domain, const Requirement& required,
                    const Extra& extra);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_EVALUATE_H_
