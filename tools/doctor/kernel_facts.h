// What this kernel can deny, and what keeps it from that.
#ifndef LANDSHIM_TOOLS_DOCTOR_KERNEL_FACTS_H_
#define LANDSHIM_TOOLS_DOCTOR_KERNEL_FACTS_H_

#include <string>
#include <vector>

#include "tools/doctor/diagnosis.h"
#include "tools/doctor/landlock_probe.h"
#include "tools/doctor/report.h"

namespace landshim::doctor {

// All that was asked of the kernel.
struct Kernel {
  std::string release;
  std::string machine;
  int filters = -1;  // of seccomp, over this process; -1: not known
  Circumstances circumstances;
  LandlockProbe landlock;

  // Why nothing can be enforced here; empty: it can.
  Trouble WhyNothing() const;
};

// Facts: kernel, landlock, cannot_deny, errata, lsm, seccomp, layers.
// `layers_needed`: how many `landshim run` takes here, 1 or 2. Pure.
std::vector<Fact> DescribeKernel(const Kernel& kernel, int layers_needed);

// Too few layers; empty: enough are left.
Trouble WhyTooManyLayers(const Kernel& kernel, int layers_needed);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_KERNEL_FACTS_H_
