// A policy as text: the one way in which landshim writes it.
#ifndef LANDSHIM_POLICY_FORMAT_H_
#define LANDSHIM_POLICY_FORMAT_H_

#include <string>
#include <string_view>

#include "policy/policy.h"

namespace landshim {

// The canonical text of a policy in canonical form: one rule a line, sorted,
// everything expanded, no includes. Reading it gives the same policy.
std::string Format(const Policy& policy);

// One word of the language: in quotes where it could be misread without.
// `word` has no NUL.
std::string Quote(std::string_view word);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_FORMAT_H_
