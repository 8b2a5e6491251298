#include "tools/explainer/cure_guard.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "policy/access.h"
#include "tools/checker/machine_dangers.h"
#include "tools/explainer/cure_parts.h"

namespace landshim {
namespace {

constexpr std::string_view kPolicy = "its own policy";

// Absolute and without links, also where nothing is there yet.
std::string PlaceOf(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  if (error) return path;
  const fs::path place = fs::weakly_canonical(absolute, error);
  return error ? absolute.string() : place.string();
}

// The same of the last name itself, where that is a link.
std::string PlaceOfName(const std::string& path) {
  const std::filesystem::path name(path);
  return PlaceOf(name.parent_path().empty() ? "." : name.parent_path()) + '/' +
         name.filename().string();
}

// Each scope is a danger of its own.
std::vector<Danger> DangersOfScopes(AccessMasks scopes) {
  std::vector<Danger> dangers;
  for (const Right& r : kRights) {
    const auto danger = DangerousPlaces::OfScopes(scopes & r.Masks());
    if (danger.has_value()) dangers.push_back(*danger);
  }
  return dangers;
}

}  // namespace

CureGuard::CureGuard(DangerSetting setting, AllowedPlaces allowed)
    : dangerous_(std::move(setting)), allowed_(std::move(allowed)) {}

CureGuard CureGuard::ForRun(const Machine& machine,
                            const std::vector<std::string>& policy_files,
                            const std::string& amend, AllowedPlaces allowed) {
  DangerSetting setting = DangersHere(machine);
  std::vector<std::string> policies = policy_files;
  if (!amend.empty()) policies.push_back(amend);
  // Before landshim's own files: of these a user knows.
  std::vector<BoundPlace> bound;
  for (const std::string& file : policies) {
    bound.push_back({PlaceOf(file), kPolicy});
    bound.push_back({PlaceOfName(file), kPolicy});
  }
  setting.bound.insert(setting.bound.begin(), bound.begin(), bound.end());
  return {std::move(setting), std::move(allowed)};
}

CureDanger CureGuard::DangerOf(const std::string& cure) const {
  CureDanger found;
  const auto add = [&](const Danger& danger, const std::string& path) {
    if (found.words.empty()) {
      const bool binds = danger.above && !danger.never.empty();
      found.words = binds ? danger.never : danger.Words();
    }
    if (found.never.empty()) found.never = danger.never;
    if (allowed_.Allows(danger, path)) return;
    const std::string option = OptionFor(danger, path);
    if (found.options.find(option) != std::string::npos) return;
    found.options += (found.options.empty() ? "" : " ") + option;
  };
  for (const CurePart& part : PartsOf(cure)) {
    for (const Danger& danger : DangersOfScopes(part.access)) add(danger, "");
    const std::optional<Danger> danger =
        dangerous_.OfGrant(part.path, part.access, false);
    if (danger.has_value()) add(*danger, part.path);
  }
  return found;
}

void CureGuard::Mark(Explanation* explanation) const {
  for (Denial& denial : explanation->denials) {
    denial.danger = DangerOf(denial.cure);
  }
}

}  // namespace landshim
