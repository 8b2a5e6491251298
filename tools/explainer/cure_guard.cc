#include "tools/explainer/cure_guard.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "policy/access.h"
#include "tools/checker/machine.h"
#include "tools/checker/subject.h"
#include "tools/explainer/cure_parts.h"

namespace landshim {
namespace {

constexpr std::string_view kPolicy = "its own policy";
constexpr std::string_view kPolicies = "which holds policies";

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

// Names only, as `ls /` wants them: as in drafting, nobody minds.
bool IsHarmless(const CurePart& part) {
  return (part.access & ~right::read_dir).empty();
}

// The widest place that the part opens as a whole, or the secret that it is in.
const BroadPlace* BroadAt(const CurePart& part,
                          const std::vector<BroadPlace>& places) {
  const BroadPlace* widest = nullptr;
  for (const BroadPlace& place : places) {
    const bool whole =
        IsAtOrBeneath(place.path, part.path) && !IsHarmless(part);
    if (!whole && !(place.secret && IsAtOrBeneath(part.path, place.path)))
      continue;
    if (widest == nullptr || place.path.size() < widest->path.size()) {
      widest = &place;
    }
  }
  return widest;
}

}  // namespace

CureGuard::CureGuard(const std::string& home, std::vector<GuardedFile> files)
    : places_(BroadPlaces(home)), files_(std::move(files)) {}

CureGuard CureGuard::ForRun(const std::vector<std::string>& policy_files,
                            const std::string& amend) {
  std::vector<GuardedFile> files;
  std::vector<std::string> policies = policy_files;
  if (!amend.empty()) policies.push_back(amend);
  files.reserve(2 * policies.size());
  for (const std::string& file : policies) {
    files.push_back({PlaceOf(file), kPolicy});
    files.push_back({PlaceOfName(file), kPolicy});
  }
  const Machine machine = DescribeMachine({environ});
  files.push_back({PlaceOf("/etc/landshim"), kPolicies});
  if (!machine.config_home.empty()) {
    files.push_back({PlaceOf(machine.config_home + "/landshim"), kPolicies});
  }
  for (const std::string& file : machine.shim_files) {
    files.push_back({PlaceOf(file), "of which landshim consists"});
  }
  return {machine.home.empty() ? "" : PlaceOf(machine.home), std::move(files)};
}

std::string CureGuard::WhyBroad(const std::string& cure) const {
  for (const CurePart& part : PartsOf(cure)) {
    if (part.path.empty()) continue;
    if (const BroadPlace* place = BroadAt(part, places_)) {
      const bool above =
          place->path != part.path && IsAtOrBeneath(place->path, part.path);
      return (above ? "with " + place->path + ": " : "") +
             std::string(place->holds);
    }
    if (!part.access.Overlaps(kChangingRights)) continue;
    for (const GuardedFile& file : files_) {
      if (!IsAtOrBeneath(file.path, part.path)) continue;
      return "the program could change " + file.path + ", " +
             std::string(file.what);
    }
  }
  return {};
}

void CureGuard::Mark(Explanation* explanation) const {
  for (Denial& denial : explanation->denials) {
    denial.broad = WhyBroad(denial.cure);
  }
}

}  // namespace landshim
