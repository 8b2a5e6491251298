// What a user lets through by name.
#include <algorithm>
#include <string>
#include <string_view>

#include "tools/message.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

bool AllowedPlaces::Add(const std::string& words, const DangerSetting& setting,
                        const std::string& directory, std::string* error) {
  constexpr std::string_view kUnscope = "unscope ";
  if (words.starts_with(kUnscope)) {
    const std::string scope = words.substr(kUnscope.size());
    for (const Right& r : kRights) {
      if ((r.Masks() & kScopeClass).empty() || r.Name() != scope) continue;
      places_.push_back(words);
      return true;
    }
    *error = "there is no scope '" + scope +
             "'; write 'unscope signal' or 'unscope abstract_unix_socket'";
    return false;
  }
  std::string path = words;
  if (path == "~" || path.starts_with("~/")) {
    if (setting.own_homes.empty()) {
      *error = "HOME is not set; write the place without '~'";
      return false;
    }
    const std::string& home = setting.own_homes.front();
    path = (home == "/" ? "" : home) + path.substr(1);
    if (path.empty()) path = "/";
  } else if (!path.starts_with('/')) {
    path = directory + '/' + path;
  }
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  places_.push_back(path);
  if (setting.resolve) places_.push_back(setting.resolve(path));
  return true;
}

bool AllowedPlaces::AllowsPath(const std::string& path) const {
  return std::find(places_.begin(), places_.end(), path) != places_.end();
}

bool AllowedPlaces::Allows(const Danger& danger,
                           const std::string& path) const {
  if (!danger.never.empty()) return false;
  return AllowsPath(path) || (!danger.above && AllowsPath(danger.place));
}

std::string OptionFor(const Danger& danger, const std::string& path) {
  return "--allow-broad " + (danger.kind == DangerKind::kScope
                                 ? '"' + danger.place + '"'
                                 : ShellWord(path));
}

}  // namespace landshim
