// Landlock's numbers for one ABI, written down instead of computed.
//
// Source: include/uapi/linux/landlock.h of Linux 7.3. On purpose not those of
// policy/: what the objects here ask the kernel for is compared with what the
// shim asks for.
#ifndef TESTS_BENCH_LANDLOCK_CONSTANTS_H_
#define TESTS_BENCH_LANDLOCK_CONSTANTS_H_

#include <cstdint>

namespace landshim::bench {

inline constexpr long kCreateRuleset = 444;
inline constexpr long kAddRule = 445;
inline constexpr long kRestrictSelf = 446;
inline constexpr long kRulePathBeneath = 1;

struct RulesetAttr {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
  uint64_t quiet[3];
};

struct __attribute__((packed)) PathBeneathAttr {
  uint64_t allowed_access;
  int32_t parent_fd;
};

// All that a kernel with `abi`, at least 4, can deny.
constexpr RulesetAttr Handled(int abi) {
  RulesetAttr handled = {0x7fff, 0x3, 0, {}};
  if (abi >= 5) handled.handled_access_fs = 0xffff;
  if (abi >= 6) handled.scoped = 0x3;
  if (abi >= 9) handled.handled_access_fs = 0x1ffff;
  if (abi >= 10) handled.handled_access_net = 0xf;
  return handled;
}

// What the verbs of a policy grant, and what of it a file can have.
namespace verb {
inline constexpr uint64_t read = 0x000c;
inline constexpr uint64_t exec = 0x000d;
inline constexpr uint64_t write = 0x77be;
inline constexpr uint64_t device = 0x800e;
}  // namespace verb
inline constexpr uint64_t kOnFiles = 0x1c007;

constexpr uint64_t Granted(uint64_t verb, bool directory, int abi) {
  return verb & Handled(abi).handled_access_fs & (directory ? ~0UL : kOnFiles);
}

// Flags of landlock_restrict_self(2): all threads, and no new privileges,
// which is a call of its own below ABI 11.
constexpr long RestrictFlags(int abi) {
  return abi >= 11 ? 0x18 : abi >= 8 ? 0x8 : 0;
}
constexpr bool NeedsNoNewPrivs(int abi) { return abi < 11; }

}  // namespace landshim::bench

#endif  // TESTS_BENCH_LANDLOCK_CONSTANTS_H_
