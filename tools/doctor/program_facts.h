// A prognosis in words.
#ifndef LANDSHIM_TOOLS_DOCTOR_PROGRAM_FACTS_H_
#define LANDSHIM_TOOLS_DOCTOR_PROGRAM_FACTS_H_

#include <string>
#include <vector>

#include "tools/doctor/prognosis.h"
#include "tools/doctor/report.h"

namespace landshim::doctor {

// What would happen, in one sentence each for `run` and for LD_PRELOAD, and
// what would fail then.
std::vector<std::string> DescribeVerdict(const Prognosis& prognosis);

// Facts: program, script, image, privileges, starter, run, start, policy,
// preload, preload_policy, denied, system_wide; those that matter.
std::vector<Fact> DescribeProgram(const Prognosis& prognosis);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PROGRAM_FACTS_H_
