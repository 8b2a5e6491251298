#include "tools/drafter/collapse.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "policy/statement.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

bool OnlyReads(const DraftRule& rule) {
  const bool is_file =
      rule.kind == FileKind::kRegular || rule.kind == FileKind::kDirectory;
  return is_file && !rule.exactly && (rule.access & ~kReadRights).empty();
}

// Of all that is in a directory the paths begin alike, and so stand together.
std::string PrefixOf(const std::string& directory) {
  return directory == "/" ? directory : directory + '/';
}

// All rules for reading in the directory become one on it.
void Collapse(const std::string& directory, const std::string& why,
              DraftPlan* plan) {
  const std::string prefix = PrefixOf(directory);
  DraftRule& whole = plan->rules[directory];
  auto rule = plan->rules.lower_bound(prefix);
  while (rule != plan->rules.end() && rule->first.starts_with(prefix)) {
    if (!OnlyReads(rule->second)) {
      ++rule;
      continue;
    }
    whole.reasons.merge(rule->second.reasons);
    whole.seen.merge(rule->second.seen);
    rule = plan->rules.erase(rule);
  }
  whole.access |= kReadRights;
  whole.widened = why;
}

// The names in each directory at or beneath which there are rules.
std::map<std::string, std::set<std::string>> NamesIn(const DraftPlan& plan) {
  std::map<std::string, std::set<std::string>> names;
  for (const auto& [path, rule] : plan.rules) {
    for (std::string part = path; part != "/"; part = ParentOf(part)) {
      if (!names[ParentOf(part)].insert(part).second) break;
    }
  }
  return names;
}

// How many names in the directory lead to files that are only read.
size_t CountReading(const DraftPlan& plan, const std::string& directory) {
  const std::string prefix = PrefixOf(directory);
  std::set<std::string> names;
  for (auto rule = plan.rules.lower_bound(prefix);
       rule != plan.rules.end() && rule->first.starts_with(prefix); ++rule) {
    const std::string& path = rule->first;
    if (!OnlyReads(rule->second) ||
        !rule->second.access.Overlaps(right::read_file)) {
      continue;
    }
    names.insert(path.substr(0, path.find('/', prefix.size())));
  }
  return names.size();
}

}  // namespace

void CollapseManyFiles(const Places& places, DraftPlan* plan) {
  std::vector<std::string> directories;
  for (const auto& [directory, names] : NamesIn(*plan)) {
    if (names.size() >= kManyNames && places.MayCollapseInto(directory)) {
      directories.push_back(directory);
    }
  }
  // The innermost first: longer paths.
  std::stable_sort(directories.begin(), directories.end(),
                   [](const std::string& a, const std::string& b) {
                     return a.size() > b.size();
                   });
  constexpr size_t kLeastReading = 2;
  for (const std::string& directory : directories) {
    const size_t reading = CountReading(*plan, directory);
    if (reading < kLeastReading) continue;
    Collapse(directory, "many files in it are read", plan);
  }
}

void CollapseDifferingFiles(const Recorded& recorded, const Places& places,
                            DraftPlan* plan) {
  if (recorded.starts.size() < 2) return;
  // Each set of runs once: there are few, whatever the number of files.
  std::map<std::string, std::set<std::set<size_t>>> runs_in;
  for (const auto& [path, runs] : recorded.opened_in) {
    if (!path.starts_with('/') || path == "/") continue;
    runs_in[ParentOf(path)].insert(runs);
  }
  std::set<std::string> differing;
  for (const auto& [path, rule] : plan->rules) {
    const std::string directory = ParentOf(path);
    if (differing.contains(directory)) continue;
    const bool candidate = OnlyReads(rule) && !rule.IsDirectory() &&
                           !Places::IsSystem(path) &&
                           places.MayCollapseInto(directory);
    const auto own = recorded.opened_in.find(path);
    if (!candidate || own == recorded.opened_in.end()) continue;
    const auto apart = [&own](const std::set<size_t>& runs) {
      return std::none_of(runs.begin(), runs.end(), [&own](size_t run) {
        return own->second.contains(run);
      });
    };
    const auto& others = runs_in[directory];
    // So many of them differ, whichever they are.
    constexpr size_t kManySets = 256;
    if (others.size() > kManySets ||
        std::any_of(others.begin(), others.end(), apart)) {
      differing.insert(directory);
    }
  }
  for (const std::string& directory : differing) {
    Collapse(directory, "each run opens other files in it", plan);
  }
}

}  // namespace landshim
