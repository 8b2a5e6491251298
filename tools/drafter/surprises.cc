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

// Where programs keep passwords and keys.
struct Secret {
  std::string_view place;
  bool in_home = false;
};

constexpr Secret kSecrets[] = {
    {"/etc/shadow"},
    {"/etc/gshadow"},
    {"/etc/ssl/private"},
    {"/.netrc", true},
    {"/.git-credentials", true},
    {"/.pgpass", true},
    {"/.my.cnf", true},
    {"/.npmrc", true},
    {"/.pypirc", true},
    {"/.docker", true},
    {"/.password-store", true},
    {"/.mozilla", true},
    {"/.config/gh", true},
    {"/.config/google-chrome", true},
    {"/.local/share/keyrings", true},
    {"/.bash_history", true},
};

bool IsSecret(const std::string& path, const Places& places) {
  const std::string home = places.HomeOf(path);
  const auto holds = [&path, &home](const Secret& secret) {
    if (!secret.in_home) return IsIn(path, secret.place);
    return !home.empty() && IsIn(path, home + std::string(secret.place));
  };
  return std::any_of(std::begin(kSecrets), std::end(kSecrets), holds);
}

// What is remarkable about a rule; empty: nothing.
std::string RemarkOn(const std::string& statement, const std::string& path,
                     const DraftRule& rule, const Places& places) {
  const std::optional<BroadPlace> broad = places.BroadAt(path);
  if (broad.has_value() && broad->secret) {
    return Tell(DraftText::kReadsSecrets,
                {statement, std::string(broad->holds)});
  }
  if (rule.access.Overlaps(right::read_file) && IsSecret(path, places)) {
    return Tell(DraftText::kReadsSecrets, {statement, "passwords and keys"});
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
