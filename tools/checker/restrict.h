// Enforces a policy for real, in a child of landshim: the same rules that the
// shim would add (shim/enforce.cc), so that the kernel itself can be asked.
#ifndef LANDSHIM_TOOLS_CHECKER_RESTRICT_H_
#define LANDSHIM_TOOLS_CHECKER_RESTRICT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "policy/requirement.h"
#include "policy/statements.h"
#include "tools/checker/replaceable_paths.h"

namespace landshim {

// This kernel; the ABI is what it really takes, 0 without Landlock.
KernelTraits OwnKernel();

// A file that is tried instead of another one: what rules grant on that one
// they grant on this as well.
struct Double {
  ObjectId of;
  int fd = -1;
};

// A ruleset that the kernel has taken. Owns its descriptor.
class Restriction {
 public:
  Restriction() = default;
  ~Restriction();
  Restriction(const Restriction&) = delete;
  Restriction& operator=(const Restriction&) = delete;

  // Makes the ruleset of a policy without mistakes. False: *error says why the
  // kernel does not take it.
  bool Prepare(const PolicyStatements& policy,
               const std::vector<Double>& doubles, std::string* error);

  // Restricts the calling process, for ever. 0, or errno.
  int Enforce() const;

  // Whether there is anything to enforce: with `abi 0..N` there may be not.
  bool empty() const { return ruleset_ < 0; }

 private:
  bool AddPath(const PolicyStatement& statement,
               const ReplaceablePaths& replaceable,
               const std::vector<Double>& doubles, std::string* error);
  bool AddPorts(const PolicyStatement& statement, std::string* error) const;

  int ruleset_ = -1;
  int abi_ = 0;
  uint32_t flags_ = 0;
  AccessMasks handled_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_RESTRICT_H_
