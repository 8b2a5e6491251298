// The three Landlock system calls and their structures, for every ABI.
//
// Own definitions: the headers of the oldest system that builds landshim stop
// at ABI 2. Source: include/uapi/linux/landlock.h of Linux 7.3.
#ifndef LANDSHIM_SHIM_LANDLOCK_H_
#define LANDSHIM_SHIM_LANDLOCK_H_

#include <cstddef>
#include <cstdint>

#include "policy/ruleset.h"
#include "shim/syscalls.h"

namespace landshim {

// landlock_create_ruleset(2) of an older kernel takes this, longer than its
// own, as long as what it does not know is zero.
struct RulesetAttr {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;  // ABI 4
  uint64_t scoped;              // ABI 6
  uint64_t quiet_access_fs;     // ABI 10, as the next two
  uint64_t quiet_access_net;
  uint64_t quiet_scoped;
};

struct __attribute__((packed)) PathBeneathAttr {
  uint64_t allowed_access;
  int32_t parent_fd;
};

struct NetPortAttr {
  uint64_t allowed_access;
  uint64_t port;
};

// The kernel's ABI, or -errno: ENOSYS (not built, or filtered), EOPNOTSUPP
// (not enabled at boot), EPERM (filtered). Async-signal-safe, as all of these.
inline long LandlockAbi() {
  return sys::Call(sys::kLandlockCreateRuleset, 0, 0, 1);
}

// A ruleset descriptor (close-on-exec), or -errno.
inline long CreateRuleset(AccessMasks handled, AccessMasks quiet) {
  const RulesetAttr attr = {handled.fs(), handled.net(), handled.scope(),
                            quiet.fs(),   quiet.net(),   quiet.scope()};
  return sys::Call(sys::kLandlockCreateRuleset, sys::Address(&attr),
                   sizeof(attr), 0);
}

// 0 or -errno. `quiet`: the rule mutes the audit log instead of granting.
inline long AddPathRule(int ruleset, int path_fd, AccessMasks access,
                        bool quiet) {
  constexpr long kRulePathBeneath = 1;
  const PathBeneathAttr attr = {quiet ? 0 : access.fs(), path_fd};
  return sys::Call(sys::kLandlockAddRule, ruleset, kRulePathBeneath,
                   sys::Address(&attr), quiet ? kQuietRule.mask : 0);
}

inline long AddPortRule(int ruleset, uint32_t port, AccessMasks access,
                        bool quiet) {
  constexpr long kRuleNetPort = 2;
  const NetPortAttr attr = {quiet ? 0 : access.net(), port};
  return sys::Call(sys::kLandlockAddRule, ruleset, kRuleNetPort,
                   sys::Address(&attr), quiet ? kQuietRule.mask : 0);
}

inline long RestrictSelf(int ruleset, uint32_t flags) {
  return sys::Call(sys::kLandlockRestrictSelf, ruleset, flags);
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LANDLOCK_H_
