// What to write into a policy so that a denied operation is allowed.
#ifndef LANDSHIM_POLICY_CURE_H_
#define LANDSHIM_POLICY_CURE_H_

#include <string>
#include <vector>

#include "policy/domain.h"
#include "policy/evaluate.h"
#include "policy/requirement.h"

namespace landshim {

// As Decision::cures, for what `denied` says about `required`. Each was tried.
std::vector<std::string> Cures(const Domain& domain,
                               const Requirement& required,
                               const Evaluation& denied);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_CURE_H_
