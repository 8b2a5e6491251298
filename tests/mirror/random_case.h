// Random policies and random operations over a scene.
#ifndef TESTS_MIRROR_RANDOM_CASE_H_
#define TESTS_MIRROR_RANDOM_CASE_H_

#include <string>
#include <vector>

#include "policy/operation.h"
#include "tests/mirror/scene.h"

namespace landshim::testing {

// The texts of one to three policies, outermost first, of ABIs up to `abi`.
std::vector<std::string> RandomPolicies(Random& random, const Scene& scene,
                                        const Outside& outside, int abi);

// Something of the table that hurts nothing outside of the scene.
Operation RandomOperation(Random& random, const Scene& scene,
                          const Outside& outside);

}  // namespace landshim::testing

#endif  // TESTS_MIRROR_RANDOM_CASE_H_
