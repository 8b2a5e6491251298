// What is printed about a run.
#ifndef LANDSHIM_TOOLS_EXPLAINER_REPORT_H_
#define LANDSHIM_TOOLS_EXPLAINER_REPORT_H_

#include <string>

#include "tools/explainer/denial.h"

namespace landshim {

// For a reader: each denial, then a summary. `status`: the program's.
std::string TextOf(const Explanation& explanation, const std::string& program,
                   int status);

// The same as one JSON document; its keys are in docs/explain.md.
std::string JsonOf(const Explanation& explanation, const std::string& program,
                   int status);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_REPORT_H_
