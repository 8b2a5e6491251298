// `landshim doctor`: whether `landshim run` works here, and on what terms.
#ifndef LANDSHIM_TOOLS_DOCTOR_MACHINE_REPORT_H_
#define LANDSHIM_TOOLS_DOCTOR_MACHINE_REPORT_H_

#include <vector>

#include "tools/doctor/kernel_facts.h"
#include "tools/doctor/process.h"
#include "tools/doctor/report.h"

namespace landshim::doctor {

// What is known before anything is started.
struct Here {
  Kernel kernel;
  Process process;
};

Here LookHere(char** envp);

// What keeps every program from being started in a sandbox, the most important
// first.
std::vector<Trouble> WhyNotHere(const Here& here, int layers_needed);

Report ReportOnMachine(char** envp);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_MACHINE_REPORT_H_
