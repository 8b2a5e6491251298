// Whether a policy allows everything that was recorded.
#ifndef LANDSHIM_TOOLS_DRAFTER_PROOF_H_
#define LANDSHIM_TOOLS_DRAFTER_PROOF_H_

#include <string>
#include <vector>

#include "policy/abi.h"
#include "policy/statements.h"
#include "tools/drafter/recorded.h"
#include "tools/drafter/recorded_filesystem.h"

namespace landshim {

// Replays all facts by policy/decide, on kernels of each ABI of the policy's
// range. False: *error is the line about what is denied first, or about what
// the shim would not take.
bool Prove(const PolicyStatements& policy,
           const std::vector<const MergedFact*>& facts,
           RecordedFilesystem* filesystem, std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PROOF_H_
