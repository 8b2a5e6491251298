// Reasons first, then everything that was looked at.
#include "tools/doctor/machine_report.h"

#include <sys/auxv.h>
#include <unistd.h>

#include <string>

#include "policy/abi.h"
#include "tools/doctor/probes.h"
#include "tools/doctor/rehearsal.h"
#include "tools/doctor/surroundings.h"

namespace landshim::doctor {
namespace {

// This executable, by a path with a slash in it; empty where it is not known.
std::string OwnPath() {
  constexpr char kLink[] = "/proc/self/exe";
  if (access(kLink, R_OK) == 0) return kLink;
  const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  if (executed == nullptr || access(executed, R_OK) != 0) return {};
  const std::string path = executed;
  return path.find('/') == std::string::npos ? "./" + path : path;
}

// Whatever else keeps run from working: it is rehearsed.
Trouble WhyRehearsalFails(char** envp) {
  const std::string own = OwnPath();
  if (own.empty()) return {};
  const Rehearsal rehearsal = RehearseRun(
      {"--abi", "1.." + std::to_string(kNewestAbi), "--", own}, envp);
  if (rehearsal.ready) return {};
  return {rehearsal.Failure(), ""};
}

}  // namespace

Here LookHere(char** envp) {
  Here here;
  here.kernel.release = KernelRelease();
  here.kernel.machine = KernelMachine();
  here.kernel.filters = CountFilters();
  here.kernel.circumstances = ReadCircumstances();
  here.kernel.landlock = ProbeLandlock();
  here.process = LookAtProcess(envp);
  return here;
}

std::vector<Trouble> WhyNotHere(const Here& here, int layers_needed) {
  std::vector<Trouble> reasons;
  const Trouble nothing = here.kernel.WhyNothing();
  if (!nothing.empty()) {
    reasons.push_back(nothing);
  } else {
    const Trouble layers = WhyTooManyLayers(here.kernel, layers_needed);
    if (!layers.empty()) reasons.push_back(layers);
  }
  if (here.process.privileged) {
    reasons.push_back({"landshim itself is set-id or has file capabilities",
                       "remove them: it needs no privileges"});
  }
  for (const std::string& line : here.process.wrong_variables) {
    reasons.push_back({line, ""});
  }
  return reasons;
}

Report ReportOnMachine(char** envp) {
  const Here here = LookHere(envp);
  Report report;
  const int layers_needed = here.process.LayersNeeded();
  std::vector<Trouble> reasons = WhyNotHere(here, layers_needed);
  if (reasons.empty() && !here.process.refusal.empty()) {
    reasons.push_back({here.process.refusal, ""});
  }
  if (reasons.empty()) {
    const Trouble other = WhyRehearsalFails(envp);
    if (!other.empty()) reasons.push_back(other);
  }
  report.works = reasons.empty();
  if (report.works) report.verdict = {"'landshim run' works here."};
  for (const Trouble& reason : reasons) {
    report.verdict.push_back("'landshim run' does not work here: " +
                             reason.Line());
  }
  report.facts = DescribeKernel(here.kernel, layers_needed);
  for (const Fact& fact : DescribeProcess(here.process)) report.Add(fact);
  for (const Fact& fact :
       DescribeSurroundings(LookAround({envp}), here.kernel.landlock.abi)) {
    report.Add(fact);
  }
  return report;
}

}  // namespace landshim::doctor
