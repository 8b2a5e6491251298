// Everything comes from the ABI table by way of policy/ruleset.
#include "tools/checker/kernels.h"

#include <algorithm>

#include "policy/abi.h"

namespace landshim {
namespace {

KernelRow RowFor(const Summary& summary, int abi) {
  KernelRow row = {.first_abi = abi, .last_abi = abi};
  if (abi < summary.abi.least) {
    row.start = Start::kAbiTooLow;
  } else if (summary.abi.least > 0 && Lower(summary, abi).handled.empty()) {
    row.start = Start::kNothingToRestrict;
  } else {
    row.unenforced = Unenforced(summary, abi);
    row.never_refers =
        abi > 0 && !SupportedAccess(abi).Overlaps(right::refer) &&
        Lower(summary, kNewestAbi).handled.Overlaps(right::refer);
  }
  return row;
}

bool IsAlike(const KernelRow& a, const KernelRow& b) {
  return a.start == b.start && a.unenforced == b.unenforced &&
         a.never_refers == b.never_refers;
}

std::string Join(const std::string& first, const std::string& last) {
  return first == last ? first : first + ".." + last;
}

}  // namespace

std::vector<KernelRow> KernelRows(const Summary& summary) {
  std::vector<KernelRow> rows;
  for (int abi = 0; abi <= kNewestAbi; ++abi) {
    const KernelRow row = RowFor(summary, abi);
    // A kernel without Landlock is a row of its own.
    if (rows.size() > 1 && IsAlike(rows.back(), row)) {
      rows.back().last_abi = abi;
    } else {
      rows.push_back(row);
    }
  }
  return rows;
}

std::string LinuxOf(const KernelRow& row) {
  if (row.first_abi == 0) return "none";
  return Join(std::string(LinuxOfAbi(row.first_abi)),
              std::string(LinuxOfAbi(row.last_abi)));
}

std::string AbisOf(const KernelRow& row) {
  if (row.first_abi == 0) return "none";
  return Join(std::to_string(row.first_abi), std::to_string(row.last_abi));
}

}  // namespace landshim
