#include "tools/drafter/fragment_choice.h"

#include <algorithm>
#include <string_view>

#include "policy/domain.h"
#include "policy/statements.h"
#include "policy/text.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

bool IsLibrary(const FragmentWant& want) {
  return want.access.Overlaps(right::execute) ||
         BaseName(want.path).find(".so") != std::string_view::npos;
}

bool IsInDev(const FragmentWant& want) { return IsIn(want.path, "/dev"); }

// A fragment is included as soon as it grants one thing that it is about, and
// that the ones before it do not.
struct FragmentRow {
  std::string_view name;
  bool (*is_about)(const FragmentWant& want);  // null: all that it grants
  bool names_servers = false;                  // only where DNS is used
};

constexpr FragmentRow kFragments[] = {
    {"base", nullptr},
    {"libs", IsLibrary},
    {"tty", IsInDev},
    {"tls", nullptr},
    {"nameservice", nullptr, true},
    {"users", nullptr},
};

bool Grants(const Granted& granted, const FragmentWant& want) {
  return (want.access & ~granted.On(want.path)).empty();
}

}  // namespace

std::map<std::string, Granted> GrantsOfFragments(Environment environment,
                                                 Filesystem* filesystem) {
  std::map<std::string, Granted> grants;
  for (const FragmentRow& row : kFragments) {
    const std::string text = "include <" + std::string(row.name) + ">";
    const Source source = {
        .name = "draft", .text = text, .kind = SourceKind::kRules};
    PolicyStatements policy;
    Layer layer;
    std::string error;
    Granted& granted = grants[std::string(row.name)];
    if (ReadStatements({source}, environment, {}, &policy, &error) &&
        BuildLayer(policy, KernelTraits(), filesystem, &layer, &error)) {
      granted.Add(layer, filesystem);
    }
  }
  return grants;
}

std::vector<std::string> ChooseFragments(
    const std::vector<FragmentWant>& wanted, bool names_servers,
    const std::map<std::string, Granted>& fragments) {
  std::vector<std::string> chosen;
  std::vector<FragmentWant> open = wanted;
  for (const FragmentRow& row : kFragments) {
    if (row.names_servers && !names_servers) continue;
    const auto fragment = fragments.find(std::string(row.name));
    if (fragment == fragments.end()) continue;
    const auto granted = [&fragment](const FragmentWant& want) {
      return Grants(fragment->second, want);
    };
    const bool is_about = std::any_of(
        open.begin(), open.end(), [&row, &granted](const FragmentWant& want) {
          return granted(want) &&
                 (row.is_about == nullptr || row.is_about(want));
        });
    if (!is_about && !row.names_servers) continue;
    chosen.emplace_back(row.name);
    std::erase_if(open, granted);
  }
  return chosen;
}

}  // namespace landshim
