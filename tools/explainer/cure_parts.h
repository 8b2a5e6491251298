// A cure, taken apart.
#ifndef LANDSHIM_TOOLS_EXPLAINER_CURE_PARTS_H_
#define LANDSHIM_TOOLS_EXPLAINER_CURE_PARTS_H_

#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/statement.h"

namespace landshim {

// One path that a cure grants something on, one fragment that it includes, or
// the scopes that it lifts.
struct CurePart {
  const Verb* verb = nullptr;
  AccessMasks access;  // empty for a fragment
  std::string path;    // empty for a fragment and for scopes
  std::string text;    // as a statement
};

// In their order. Statements that have no path, as those about ports, are left
// out.
std::vector<CurePart> PartsOf(const std::string& cure);

// "allow make_reg /tmp", "connect unix /run/db", "read /etc/hosts".
std::string StatementOn(const Verb& verb, AccessMasks access,
                        const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_CURE_PARTS_H_
