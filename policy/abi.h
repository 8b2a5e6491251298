// Landlock's ABI versions: which Linux brought them and what each supports.
#ifndef LANDSHIM_POLICY_ABI_H_
#define LANDSHIM_POLICY_ABI_H_

#include <cstdint>
#include <string_view>

#include "policy/access.h"

namespace landshim {

// A flag of a Landlock system call.
struct Flag {
  uint32_t mask;
  uint8_t abi;  // the first that knows it
};

// landlock_restrict_self(2).
inline constexpr Flag kLogSameExecOff = {1U << 0, 7};
inline constexpr Flag kLogNewExecOn = {1U << 1, 7};
inline constexpr Flag kLogSubdomainsOff = {1U << 2, 7};
inline constexpr Flag kTsync = {1U << 3, 8};
inline constexpr Flag kNoNewPrivs = {1U << 4, 11};

// landlock_add_rule(2); it goes with the quiet_* fields of the ruleset.
inline constexpr Flag kQuietRule = {1U << 0, 10};

// One row for each ABI.
struct Abi {
  uint8_t number;
  char linux_version[6];

  constexpr std::string_view LinuxVersion() const { return linux_version; }
};

inline constexpr Abi kAbis[] = {
    {1, "5.13"}, {2, "5.19"}, {3, "6.2"}, {4, "6.7"},  {5, "6.10"}, {6, "6.12"},
    {7, "6.15"}, {8, "7.0"},  {9, "7.1"}, {10, "7.2"}, {11, "7.3"},
};

inline constexpr int kNewestAbi = 11;
static_assert(kAbis[kNewestAbi - 1].number == kNewestAbi &&
              sizeof(kAbis) / sizeof(kAbis[0]) == kNewestAbi);

// The first Linux release with `abi`, "" where it is not in the table.
constexpr std::string_view LinuxOfAbi(int abi) {
  for (const Abi& row : kAbis) {
    if (row.number == abi) return row.LinuxVersion();
  }
  return {};
}

// Every right and scope that a kernel with `abi` can deny; none below 1.
// Async-signal-safe.
constexpr AccessMasks SupportedAccess(int abi) {
  AccessMasks all;
  for (const Right& r : kRights) {
    if (r.abi <= abi) all |= r.Masks();
  }
  return all;
}

// The ABIs that a policy accepts: the least it needs, the most it enforces.
struct AbiRange {
  uint8_t least = 0;
  uint8_t most = 0;

  constexpr bool operator==(const AbiRange&) const = default;
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_ABI_H_
