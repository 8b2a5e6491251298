// The table, the home, and what was allowed.
#include "policy/broad_places.h"

#include "policy/broad_table.h"
#include "policy/plain_path.h"
#include "policy/table.h"
#include "policy/text.h"

namespace landshim {
namespace {

constexpr char kHomes[] = "/home/";

// Only homes and options that are not plain take these.
WordBuffer home_buffer;
WordBuffer option_buffer;

}  // namespace

bool BroadAllowance::Allows(std::string_view place) const {
  if (all) return true;
  for (char** at = begin; at != end && *at != nullptr; ++at) {
    std::string_view value = *at;
    if (Is(value, "--allow-broad") && at + 1 != end) {
      value = *++at;
    } else if (Begins(value, "--allow-broad=")) {
      value.remove_prefix(value.find('=') + 1);
    } else {
      continue;
    }
    bool had_dots = false;
    if (value.starts_with('/') && value.size() <= kLongestWord &&
        PlainPath(value, &option_buffer, &had_dots) == place) {
      return true;
    }
  }
  return false;
}

bool IsBroadPlace(std::string_view place, bool by_home, std::string_view home) {
  const bool is_home_of_root = by_home && Is(place, "/root");
  if (!is_home_of_root && FindRow(kBroadRows, place) != nullptr) return true;
  if (!home.starts_with('/')) {
    return Begins(place, kHomes) &&
           place.find('/', std::size(kHomes)) == std::string_view::npos;
  }
  if (home.size() > kLongestWord) return false;
  bool had_dots = false;
  home = PlainPath(home, &home_buffer, &had_dots);
  if (!home.starts_with(place)) return false;
  // The home, or a directory of homes.
  return home.size() == place.size() ? !by_home : home[place.size()] == '/';
}

}  // namespace landshim
