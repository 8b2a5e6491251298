#include "tools/explainer/amend.h"

#include <algorithm>

#include "policy/text.h"
#include "tools/message.h"

namespace landshim {

std::vector<Amendment> AmendmentsOf(const Explanation& explanation) {
  std::vector<Amendment> amendments;
  for (const Denial& denial : explanation.denials) {
    if (denial.cure.empty()) continue;
    const auto same = [&denial](const Amendment& amendment) {
      return amendment.statement == denial.cure;
    };
    auto found = std::find_if(amendments.begin(), amendments.end(), same);
    if (found == amendments.end()) {
      amendments.push_back({denial.cure, {}, denial.danger});
      found = amendments.end() - 1;
    }
    found->reasons.push_back(std::string(BaseName(denial.program)) + ": " +
                             denial.operation);
  }
  return amendments;
}

std::string Amend(const std::string& text,
                  const std::vector<Amendment>& amendments) {
  constexpr size_t kMostReasons = 3;
  std::string amended = text;
  if (!amended.empty() && amended.back() != '\n') amended += '\n';
  if (!amendments.empty()) amended += "\n# Added by landshim explain.\n";
  for (const Amendment& amendment : amendments) {
    const size_t shown = std::min(amendment.reasons.size(), kMostReasons);
    for (size_t i = 0; i < shown; ++i) {
      amended += "# " + Escape(amendment.reasons[i]) + '\n';
    }
    if (shown < amendment.reasons.size()) {
      amended += "# and " + std::to_string(amendment.reasons.size() - shown) +
                 " more\n";
    }
    amended += amendment.statement + '\n';
  }
  return amended;
}

}  // namespace landshim
