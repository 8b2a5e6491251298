#include "tools/drafter/reach.h"

#include <optional>
#include <string>

#include "policy/access.h"
#include "policy/quote.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/spelling.h"

namespace landshim {
namespace {

// "sh", and what it did there.
std::string WhoOf(const DraftRule& rule) {
  return rule.reasons.empty() ? "the program" : rule.reasons.begin()->program;
}

std::string UseOf(const DraftRule& rule, const std::string& path) {
  return "'" + (rule.reasons.empty() ? "use" : rule.reasons.begin()->deed) +
         ' ' + (rule.seen.empty() ? path : *rule.seen.begin()) + "'";
}

}  // namespace

void RefuseDangerous(const PlanInput& input, DraftPlan* plan) {
  for (const auto& [path, rule] : plan->rules) {
    const AccessMasks access = GrantedBy(SpellRights(
        rule.access, rule.IsDirectory(), rule.exactly, input.options.known));
    // Names alone are said already.
    if (rule.IsDirectory() && (access & ~right::read_dir).empty()) continue;
    const std::optional<Danger> danger =
        input.places.DeepDangerOf(path, access, rule.IsDirectory());
    if (!danger.has_value()) continue;
    if (!danger->never.empty()) {
      plan->refused.push_back(
          Tell(DraftText::kKept, {WhoOf(rule), UseOf(rule, path),
                                  NamesOf(rule.access), path, danger->never}));
    } else if (!input.options.allowed.Allows(*danger, path)) {
      plan->refused.push_back(
          Tell(DraftText::kBroadRefused,
               {WhoOf(rule), UseOf(rule, path), NamesOf(rule.access),
                (rule.IsDirectory() ? "all of '" : "'") + path + "' (" +
                    danger->Words() + ")",
                OptionFor(*danger, path)}));
    } else if (access.Overlaps(kChangingRights)) {
      for (const std::string& place : input.places.MissingPoliciesIn(path)) {
        plan->findings.push_back(
            Tell(DraftText::kKeptMissing, {place, "which holds policies"}));
      }
    }
  }
}

}  // namespace landshim
