// Everything that is found out about one program, before it is put into words.
#ifndef LANDSHIM_TOOLS_DOCTOR_PROGNOSIS_H_
#define LANDSHIM_TOOLS_DOCTOR_PROGNOSIS_H_

#include <string>
#include <vector>

#include "tools/doctor/inspection.h"
#include "tools/doctor/machine_report.h"
#include "tools/doctor/policy_access.h"
#include "tools/doctor/policy_search.h"
#include "tools/doctor/preload_fate.h"
#include "tools/doctor/rehearsal.h"

namespace landshim::doctor {

// The shim that /etc/ld.so.preload names, and only /etc/landshim decides for.
struct SystemWide {
  bool loads = false;   // into the program's image; nothing else holds else
  PolicySearch search;  // whether there is a policy for it
  std::string failure;  // why that would end it; empty: it would not
  bool alone = true;    // LD_PRELOAD names no other shim

  bool Binds() const { return loads && search.kind == PolicyOriginKind::kName; }
};

struct Prognosis {
  std::string name;  // as the user wrote it
  Here here;
  Inspection program;  // nothing below is filled where it is not good

  // `landshim run`.
  PolicySearch search;
  ReadPolicyResult run_policy;
  Rehearsal run;  // with the policy that it would find
  // With a policy that no kernel refuses: what is so whatever the policy says.
  Rehearsal bare;
  std::vector<Trouble> here_troubles;
  std::vector<Denial> run_denials;

  // LD_PRELOAD alone.
  std::vector<Stage> stages;
  PreloadPrediction preload;
  // Where a stage is bound:
  PolicySearch preload_search;
  ReadPolicyResult preload_policy;
  // Why the shim would end it; empty: it would not.
  std::string preload_failure;
  bool preload_enforces = false;  // false too where the policy allows `abi 0..`
  std::vector<Denial> preload_denials;

  SystemWide system_wide;

  // That it would be in; -1: cannot be told. 0 also where it would not start.
  int RunLayers() const;
  int PreloadLayers() const;
  // `landshim run` would start it in a sandbox.
  bool Starts() const;
  // Where it does not: run's own 126 or 127, or 1 for all other reasons.
  int FailureStatus() const;
  // Of which the program is told: with its policy, if that can be.
  const Rehearsal& Told() const { return run.ready ? run : bare; }
};

Prognosis MakePrognosis(const std::string& program, const std::string& policy,
                        char** envp);

// The script that the last interpreter reads; empty where there is none, or
// none can be told.
std::string ScriptOf(const Inspection& program);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PROGNOSIS_H_
