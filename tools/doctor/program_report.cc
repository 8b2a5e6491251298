// Finds out, then puts it into words.
#include "tools/doctor/program_report.h"

#include "tools/doctor/prognosis.h"
#include "tools/doctor/program_facts.h"

namespace landshim::doctor {

Report ReportOnProgram(const std::string& program, const std::string& policy,
                       char** envp) {
  const Prognosis prognosis = MakePrognosis(program, policy, envp);
  Report report;
  report.works = prognosis.Starts();
  report.status = prognosis.FailureStatus();
  report.verdict = DescribeVerdict(prognosis);
  report.facts = DescribeProgram(prognosis);
  return report;
}

}  // namespace landshim::doctor
