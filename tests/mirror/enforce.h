// Landlock by raw system calls, apart from the code of the shim.
#ifndef TESTS_MIRROR_ENFORCE_H_
#define TESTS_MIRROR_ENFORCE_H_

#include "policy/requirement.h"
#include "policy/statements.h"

namespace landshim::testing {

// The ABI of the running kernel and the errata that matter.
KernelTraits RunningKernel();

// Restricts this process by one more layer that handles `handled` and has the
// rules of the policy. Whatever goes wrong ends the process.
void Enforce(const PolicyStatements& policy, AccessMasks handled);

}  // namespace landshim::testing

#endif  // TESTS_MIRROR_ENFORCE_H_
