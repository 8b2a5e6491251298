#include "tools/drafter/surprises.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "policy/access.h"
#include "tools/drafter/compose.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

// What is remarkable about a rule; empty: nothing.
std::string RemarkOn(const std::string& statement, const std::string& path,
                     const DraftRule& rule, const Places& places) {
  const std::optional<Danger> danger =
      places.DangerOf(path, rule.access, rule.IsDirectory());
  if (danger.has_value() && danger->kind == DangerKind::kSecret) {
    return Tell(DraftText::kReadsSecrets,
                {statement, std::string(danger->what)});
  }
  if (!rule.access.Overlaps(kChangingRights)) return {};
  if (places.IsInHome(path)) return Tell(DraftText::kChangesHome, {statement});
  if (!places.HomeOf(path).empty()) {
    return Tell(DraftText::kChangesHomeOfUser, {statement});
  }
  if (rule.IsDirectory() && places.IsShared(path)) {
    return Tell(DraftText::kChangesShared, {statement});
  }
  return {};
}

}  // namespace

std::vector<std::string> RemarkableReach(
    const std::vector<std::string>& statements) {
  std::vector<std::string> surprises;
  for (const std::string& statement : statements) {
    const bool connects = statement.starts_with("connect ") &&
                          !statement.starts_with("connect unix ");
    if (connects || statement.starts_with("bind ")) {
      surprises.push_back(Tell(DraftText::kUsesNetwork, {statement}));
    } else if (statement.starts_with("unscope ")) {
      surprises.push_back(Tell(DraftText::kReachesOthers, {statement}));
    }
  }
  return surprises;
}

std::vector<std::string> SurprisesOf(const DraftPlan& plan,
                                     const Places& places,
                                     const PathSpeller& speller,
                                     AccessMasks known) {
  std::vector<std::string> surprises;
  for (const auto& [path, rule] : plan.rules) {
    for (const std::string& statement :
         StatementsOf(path, rule, speller, known)) {
      const std::string remark = RemarkOn(statement, path, rule, places);
      if (!remark.empty()) surprises.push_back(remark);
    }
  }
  return surprises;
}

}  // namespace landshim
