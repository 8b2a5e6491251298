// Directories that are too much to be granted as a whole.
#ifndef LANDSHIM_TOOLS_CHECKER_BROAD_PLACES_H_
#define LANDSHIM_TOOLS_CHECKER_BROAD_PLACES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace landshim {

struct BroadPlace {
  std::string path;
  std::string_view holds;  // what is in it: "every file of the machine"
  // The user's keys and passwords: no part of it is less of a secret.
  bool secret = false;
};

// `home`: the user's home directory; empty: it is not known.
std::vector<BroadPlace> BroadPlaces(const std::string& home);

// A directory of this name holds keys or passwords, wherever it lies.
struct SecretName {
  std::string_view name;
  std::string_view holds;  // as BroadPlace::holds
};

inline constexpr SecretName kSecretNames[] = {
    {".ssh", "the user's keys"},
    {".gnupg", "the user's keys"},
    {".aws", "the user's passwords for the cloud"},
    {".kube", "the user's passwords for clusters"},
};

// The first such directory that an absolute path is or lies in.
std::optional<BroadPlace> SecretPlaceOn(const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_BROAD_PLACES_H_
