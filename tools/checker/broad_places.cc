#include "tools/checker/broad_places.h"

#include <algorithm>

namespace landshim {

std::vector<BroadPlace> BroadPlaces(const std::string& home) {
  std::vector<BroadPlace> list = {
      {"/", "every file of the machine"},
      {"/etc", "the settings of the whole system"},
      {"/proc", "what runs on this machine, and the kernel's settings"},
      {"/sys", "the machine's devices and the kernel's settings"},
      {"/dev", "every device, disks and memory among them"},
      {"/root", "everything of the user root"},
      {"/home", "everything of every user"},
  };
  if (home.empty()) return list;
  list.push_back({home, "everything of this user, keys and passwords too"});
  const std::string slash = home == "/" ? "/" : home + '/';
  for (const SecretName& secret : kSecretNames) {
    list.push_back({slash + std::string(secret.name), secret.holds, true});
  }
  return list;
}

std::optional<BroadPlace> SecretPlaceOn(const std::string& path) {
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at + 1), path.size());
    const std::string_view name =
        std::string_view(path).substr(at + 1, end - at - 1);
    for (const SecretName& secret : kSecretNames) {
      if (name != secret.name) continue;
      return BroadPlace{path.substr(0, end), secret.holds, true};
    }
    at = end;
  }
  return {};
}

}  // namespace landshim
