// `landshim doctor PROG`: what would happen to a program, and why.
#ifndef LANDSHIM_TOOLS_DOCTOR_PROGRAM_REPORT_H_
#define LANDSHIM_TOOLS_DOCTOR_PROGRAM_REPORT_H_

#include <string>

#include "tools/doctor/report.h"

namespace landshim::doctor {

// `policy`: --policy's value, or empty. The report says it works where
// `landshim run` would start the program in a sandbox.
Report ReportOnProgram(const std::string& program, const std::string& policy,
                       char** envp);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PROGRAM_REPORT_H_
