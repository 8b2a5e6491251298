#include "tools/system/user_homes.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "tools/recording/fact.h"
#include "tools/system/fields.h"

namespace landshim {
namespace {

// No home lies in these.
constexpr std::string_view kOfSystem[] = {
    "/bin",  "/boot", "/dev",  "/etc", "/lib",       "/lib64", "/nonexistent",
    "/proc", "/run",  "/sbin", "/sys", "/var/empty", "/usr"};

// Nor is it one of these.
constexpr std::string_view kOfMany[] = {
    "/",        "/home",    "/media",     "/mnt",     "/opt",      "/srv",
    "/tmp",     "/var",     "/var/cache", "/var/lib", "/var/home", "/var/mail",
    "/var/run", "/var/log", "/var/spool", "/var/tmp"};

bool IsOfPerson(std::string_view user) {
  constexpr unsigned kFirst = 1000;
  constexpr unsigned kNobody = 65534;
  unsigned number = 0;
  const auto [end, problem] =
      std::from_chars(user.data(), user.data() + user.size(), number);
  if (problem != std::errc() || end != user.data() + user.size()) return false;
  return number == 0 || (number >= kFirst && number != kNobody);
}

bool IsHome(std::string_view path) {
  const auto lies_in = [path](std::string_view directory) {
    return path.starts_with(directory) &&
           (path.size() == directory.size() || path[directory.size()] == '/');
  };
  return IsPlainPath(path) &&
         std::find(std::begin(kOfMany), std::end(kOfMany), path) ==
             std::end(kOfMany) &&
         std::none_of(std::begin(kOfSystem), std::end(kOfSystem), lies_in);
}

}  // namespace

std::vector<std::string> HomesInPasswd(std::string_view text) {
  constexpr size_t kUser = 2;
  constexpr size_t kHome = 5;
  std::vector<std::string> homes;
  while (!text.empty()) {
    std::string_view line = TakeUntil('\n', &text);
    std::string_view fields[kHome + 1];
    for (std::string_view& field : fields) field = TakeUntil(':', &line);
    std::string_view home = fields[kHome];
    while (home.size() > 1 && home.back() == '/') home.remove_suffix(1);
    if (!IsOfPerson(fields[kUser]) || !IsHome(home)) continue;
    if (std::find(homes.begin(), homes.end(), home) == homes.end()) {
      homes.emplace_back(home);
    }
  }
  return homes;
}

}  // namespace landshim
