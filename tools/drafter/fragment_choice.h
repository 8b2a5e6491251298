// Which built-in fragments a draft includes.
#ifndef LANDSHIM_TOOLS_DRAFTER_FRAGMENT_CHOICE_H_
#define LANDSHIM_TOOLS_DRAFTER_FRAGMENT_CHOICE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/environment.h"
#include "policy/filesystem.h"
#include "tools/drafter/granted.h"

namespace landshim {

// DNS.
inline constexpr uint16_t kNameServerPort = 53;

struct FragmentWant {
  std::string path;
  AccessMasks access;
};

// What each fragment that a draft may include grants on this machine.
std::map<std::string, Granted> GrantsOfFragments(Environment environment,
                                                 Filesystem* filesystem);

// Those that are about what is wanted, in the order of the table.
// `names_servers`: DNS servers are asked.
std::vector<std::string> ChooseFragments(
    const std::vector<FragmentWant>& wanted, bool names_servers,
    const std::map<std::string, Granted>& fragments);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_FRAGMENT_CHOICE_H_
