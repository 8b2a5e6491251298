// A policy as text: the one way in which landshim writes it.
#ifndef LANDSHIM_POLICY_FORMAT_H_
#define LANDSHIM_POLICY_FORMAT_H_

#include <string>

#include "policy/policy.h"
#include "policy/quote.h"

namespace landshim {

// The canonical text of a policy in canonical form: one rule a line, sorted,
// everything expanded, no includes. Reading it gives the same policy.
std::string Format(const Policy& policy);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_FORMAT_H_
