// Exactly these directories: what lies in them is somebody's choice.
#include "policy/broad_places.h"

#include "policy/plain_path.h"
#include "policy/table.h"
#include "policy/text.h"

namespace landshim {
namespace {

struct BroadRow {
  char name[12];
};

// A home may be /root; the others are nobody's.
constexpr BroadRow kBroadRows[] = {
    {"/"},        {"/bin"},       {"/boot"},      {"/dev"},       {"/etc"},
    {"/home"},    {"/lib"},       {"/lib32"},     {"/lib64"},     {"/media"},
    {"/mnt"},     {"/opt"},       {"/proc"},      {"/root"},      {"/run"},
    {"/sbin"},    {"/srv"},       {"/sys"},       {"/usr"},       {"/usr/bin"},
    {"/usr/lib"}, {"/usr/local"}, {"/usr/sbin"},  {"/usr/share"}, {"/var"},
    {"/var/lib"}, {"/var/log"},   {"/var/spool"},
};

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
  if (by_home || !home.starts_with('/') || home.size() > kLongestWord) {
    return false;
  }
  bool had_dots = false;
  home = PlainPath(home, &home_buffer, &had_dots);
  // The home, or a directory of homes.
  return home.starts_with(place) &&
         (home.size() == place.size() || home[place.size()] == '/');
}

}  // namespace landshim
