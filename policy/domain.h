// The Landlock layers that a process is in, as data.
#ifndef LANDSHIM_POLICY_DOMAIN_H_
#define LANDSHIM_POLICY_DOMAIN_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
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

// Rules on inodes, in the order in which they were added, found by inode: there
// can be as many as a policy has lines.
class PathGrants {
 public:
  using Iterator = std::vector<PathGrant>::const_iterator;

  void push_back(const PathGrant& grant) {
    at_[grant.object].push_back(list_.size());
    list_.push_back(grant);
  }

  Iterator begin() const { return list_.begin(); }
  Iterator end() const { return list_.end(); }
  size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }
  const PathGrant& operator[](size_t index) const { return list_[index]; }

  // Calls `visit` with each rule on one of the inodes.
  template <typename Visit>
  void VisitOn(const std::vector<ObjectId>& objects, Visit visit) const {
    if (list_.empty()) return;
    for (const ObjectId& object : objects) {
      const auto found = at_.find(object);
      if (found == at_.end()) continue;
      for (const size_t index : found->second) visit(list_[index]);
    }
  }

  // All that they grant there together.
  AccessMasks On(const std::vector<ObjectId>& objects) const {
    AccessMasks granted;
    VisitOn(objects,
            [&granted](const PathGrant& grant) { granted |= grant.access; });
    return granted;
  }

 private:
  struct Hash {
    size_t operator()(const ObjectId& object) const {
      return std::hash<uint64_t>()(object.inode * 31 + object.device);
    }
  };

  std::vector<PathGrant> list_;
  std::unordered_map<ObjectId, std::vector<size_t>, Hash> at_;
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
  std::vector<Lift> lifts;  // `unrestrict` and `unscope`
  PathGrants paths;         // in the order of the policy
  std::vector<PortGrant> ports;
  // It knows refer, whether it handles it or not.
  bool may_refer = false;
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
