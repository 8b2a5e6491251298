// The Landlock layers that a process is in, as data.
#ifndef LANDSHIM_POLICY_DOMAIN_H_
#define LANDSHIM_POLICY_DOMAIN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/filesystem.h"
#include "policy/requirement.h"
#include "policy/statements.h"

namespace landshim {

// LANDLOCK_MAX_NUM_LAYERS of security/landlock/limits.h.
inline constexpr size_t kMostLayers = 16;

// One rule on an inode. All its rights are handled and fit the object.
struct PathGrant {
  ObjectId object;
  AccessMasks access;
  const PolicyStatement* statement = nullptr;  // null: not from a policy
};

struct PortGrant {
  AccessMasks access;
  uint16_t first = 0;
  uint16_t last = 0;
  const PolicyStatement* statement = nullptr;
};

// Rights or scopes that a statement leaves unhandled.
struct Lift {
  AccessMasks access;
  const PolicyStatement* statement = nullptr;
};

// One ruleset that is enforced. `handled` is empty where none is.
struct Layer {
  AccessMasks handled;
  std::vector<Lift> lifts;       // `unrestrict` and `unscope`
  std::vector<PathGrant> paths;  // in the order of the policy
  std::vector<PortGrant> ports;
};

// All layers, outermost first, and the kernel that enforces them.
struct Domain {
  KernelTraits kernel;
  std::vector<Layer> layers;
};

// The layer that the shim would enforce for `policy` on such a kernel: paths
// become inodes, rights are lowered to the ABI and to what the object can have,
// missing optional paths are skipped. False: *error is the line that the shim
// would show instead, without "landshim: " before it: a missing path, a right
// that does not fit, a link where the policy lets names be replaced, an ABI
// that is too low. Grants point into `policy`.
bool BuildLayer(const PolicyStatements& policy, const KernelTraits& kernel,
                Filesystem* filesystem, Layer* layer, std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_DOMAIN_H_
