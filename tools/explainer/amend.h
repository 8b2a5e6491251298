// Adds to a policy what explain found missing.
#ifndef LANDSHIM_TOOLS_EXPLAINER_AMEND_H_
#define LANDSHIM_TOOLS_EXPLAINER_AMEND_H_

#include <string>
#include <vector>

#include "tools/explainer/denial.h"

namespace landshim {

// One statement, or some that only work together, and why it is needed.
struct Amendment {
  std::string statement;
  std::vector<std::string> reasons;  // "python3: read /etc/hosts"
  CureDanger danger;                 // as Denial::danger
};

// Each cure once, in the order of the denials.
std::vector<Amendment> AmendmentsOf(const Explanation& explanation);

// `text` with these behind it, each with its reasons as a comment; all of
// `text` stays as it is.
std::string Amend(const std::string& text,
                  const std::vector<Amendment>& amendments);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_AMEND_H_
