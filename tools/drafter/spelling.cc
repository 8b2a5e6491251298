#include "tools/drafter/spelling.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "policy/quote.h"
#include "policy/statement.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

constexpr AccessMasks kExecRights = kReadRights | right::execute;
constexpr AccessMasks kFileChanges = right::write_file | right::truncate;

bool Covers(AccessMasks granted, AccessMasks access) {
  return (access & ~granted).empty();
}

// One verb of the language that suits some rights.
struct Suiting {
  std::string_view verb;
  AccessMasks means;
  bool (*suits)(AccessMasks access, bool directory);
};

// In the order in which they are tried; the rest of the rights goes on.
constexpr Suiting kSuiting[] = {
    {"connect unix", right::resolve_unix,
     [](AccessMasks access, bool) {
       return access.Overlaps(right::resolve_unix);
     }},
    {"exec", kExecRights,
     [](AccessMasks access, bool) { return access.Overlaps(right::execute); }},
    // Who makes and fills files in a directory owns it, as it were.
    {"write", kWriteRights,
     [](AccessMasks access, bool directory) {
       return directory ? access.Overlaps(right::write_file) &&
                              access.Overlaps(kNameChangingRights)
                        : access.Overlaps(kFileChanges) &&
                              !access.Overlaps(right::ioctl_dev);
     }},
    {"device", kDeviceRights,
     [](AccessMasks access, bool) {
       return access.Overlaps(right::ioctl_dev) &&
              Covers(kDeviceRights, access);
     }},
    // Listing a directory is far less than reading all that is beneath.
    {"read", kReadRights,
     [](AccessMasks access, bool) {
       return access.Overlaps(right::read_file) && Covers(kReadRights, access);
     }},
};

// A value that stands in "${NAME:-value}" as it is.
bool IsPlainValue(std::string_view value) {
  return Quote(value) == value &&
         value.find_first_of("{}\\") == std::string_view::npos;
}

// Where programs look in HOME if the variable is unset (the XDG base directory
// specification): then that is the simpler spelling.
struct DefaultDirectory {
  std::string_view variable;
  std::string_view in_home;
};

constexpr DefaultDirectory kDefaults[] = {{"XDG_CACHE_HOME", "/.cache"},
                                          {"XDG_CONFIG_HOME", "/.config"},
                                          {"XDG_DATA_HOME", "/.local/share"},
                                          {"XDG_STATE_HOME", "/.local/state"}};

bool IsDefault(const std::string& variable, const std::string& value,
               const std::string& home) {
  return std::any_of(std::begin(kDefaults), std::end(kDefaults),
                     [&](const DefaultDirectory& row) {
                       return row.variable == variable &&
                              value == home + std::string(row.in_home);
                     });
}

std::string Inside(const std::string& quoted) {
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::vector<SpelledRights> SpellRights(AccessMasks access, bool directory,
                                       bool exactly, AccessMasks known) {
  const AccessMasks kinds = directory ? kFsClass : kFileRights;
  const AccessMasks possible = kinds & known;
  access = access & possible;
  std::vector<SpelledRights> spelled;
  for (const Suiting& suiting : kSuiting) {
    if (exactly || !suiting.suits(access, directory)) continue;
    spelled.push_back({std::string(suiting.verb), suiting.means & possible});
    access = access & ~suiting.means;
  }
  if (!access.empty()) {
    spelled.push_back({"allow " + NamesOf(access), access});
  }
  return spelled;
}

AccessMasks GrantedBy(const std::vector<SpelledRights>& spelled) {
  AccessMasks granted;
  for (const SpelledRights& rights : spelled) granted |= rights.granted;
  return granted;
}

PathSpeller::PathSpeller(const std::vector<RunStart>& starts,
                         Filesystem* filesystem) {
  std::map<std::string, std::string> common;
  if (!starts.empty()) common = starts[0].environment;
  for (const RunStart& start : starts) {
    std::erase_if(common, [&start](const auto& variable) {
      const auto found = start.environment.find(variable.first);
      return found == start.environment.end() ||
             found->second != variable.second;
    });
  }
  const auto home = common.find("HOME");
  if (home != common.end()) home_ = home->second;
  for (const auto& [name, value] : common) {
    environment_.push_back(name + '=' + value);
    Use(name, value, filesystem);
  }
  const bool unset =
      std::none_of(starts.begin(), starts.end(), [](const RunStart& start) {
        return start.environment.contains("TMPDIR");
      });
  if (unset) {
    constexpr char kTemporary[] = "${TMPDIR:-/tmp}";
    prefixes_.push_back({"/tmp", kTemporary, kTemporary, true});
  }
  // The longest that fits.
  std::stable_sort(prefixes_.begin(), prefixes_.end(),
                   [](const Prefix& a, const Prefix& b) {
                     return a.path.size() > b.path.size();
                   });
}

void PathSpeller::Use(const std::string& name, const std::string& value,
                      Filesystem* filesystem) {
  if (value.size() < 2 || value.front() != '/' || value.back() == '/') return;
  if (filesystem->Find(value, LastName::kFollow).path != value) return;
  if (name == "HOME") {
    prefixes_.push_back({value, "~", "${HOME}"});
    return;
  }
  if (IsDefault(name, value, home_)) return;
  std::string fallback = name == "TMPDIR" ? "/tmp" : value;
  if (!IsPlainValue(fallback)) return;
  const std::string word = "${" + name + ":-" + fallback + "}";
  prefixes_.push_back({value, word, word});
}

std::string PathSpeller::Spell(const std::string& path) const {
  for (const Prefix& prefix : prefixes_) {
    if (!IsIn(path, prefix.path)) continue;
    const std::string rest = path.substr(prefix.path.size());
    if (prefix.alone && !rest.empty()) continue;
    const std::string quoted = rest.empty() ? rest : Quote(rest);
    return quoted == rest ? prefix.unquoted + rest
                          : '"' + prefix.quoted + Inside(quoted) + '"';
  }
  return Quote(path);
}

}  // namespace landshim
