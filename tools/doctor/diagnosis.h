// Why Landlock does not answer, as far as it can be told from outside.
#ifndef LANDSHIM_TOOLS_DOCTOR_DIAGNOSIS_H_
#define LANDSHIM_TOOLS_DOCTOR_DIAGNOSIS_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/doctor/landlock_probe.h"
#include "tools/doctor/report.h"

namespace landshim::doctor {

// What the kernel's answer is judged by.
struct Circumstances {
  std::string release;           // uname(2)
  std::optional<bool> filtered;  // by seccomp; nothing: not known
  // The security modules in force, in their order; nothing: not known.
  std::optional<std::vector<std::string>> modules;
};

// True for releases before 5.13, which no vendor gave Landlock to.
bool IsOlderThanLandlock(const std::string& release);

// Empty where the answer is an ABI.
Trouble WhyNoLandlock(const LandlockAnswer& answer,
                      const Circumstances& circumstances);

// Why no layer can be enforced although the version query has an answer; empty:
// it can.
Trouble WhyNoLayer(const LandlockProbe& probe);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_DIAGNOSIS_H_
