// Words and lists of rights as a policy writes them.
#ifndef LANDSHIM_POLICY_QUOTE_H_
#define LANDSHIM_POLICY_QUOTE_H_

#include <string>
#include <string_view>

#include "policy/access.h"

namespace landshim {

// One word of the language: in quotes where it could be misread without.
// `word` has no NUL.
std::string Quote(std::string_view word);

// "read_file,make_reg": the kernel's names in the kernel's order.
std::string NamesOf(AccessMasks access);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_QUOTE_H_
