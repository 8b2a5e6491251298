// What each known kernel would leave unenforced of a policy.
#ifndef LANDSHIM_TOOLS_CHECKER_KERNELS_H_
#define LANDSHIM_TOOLS_CHECKER_KERNELS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/ruleset.h"

namespace landshim {

enum class Start : uint8_t {
  kRuns,
  kAbiTooLow,         // the policy refuses such a kernel
  kNothingToRestrict  // such a kernel knows nothing that the policy restricts
};

// Kernels with these ABIs, 0 being one without Landlock, are alike.
struct KernelRow {
  int first_abi = 0;
  int last_abi = 0;
  Start start = Start::kRuns;
  AccessMasks unenforced;  // kRuns: what the policy means to deny and it cannot
  // kRuns: it denies every rename into another directory, granted or not.
  bool never_refers = false;
};

// From none to the newest.
std::vector<KernelRow> KernelRows(const Summary& summary);

// "none", "5.13" or "6.12..7.0": Linux versions of a row.
std::string LinuxOf(const KernelRow& row);

// "none", "4" or "6..8".
std::string AbisOf(const KernelRow& row);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_KERNELS_H_
