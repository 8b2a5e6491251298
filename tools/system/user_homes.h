// The homes of people, as the machine's user database has them.
#ifndef LANDSHIM_TOOLS_SYSTEM_USER_HOMES_H_
#define LANDSHIM_TOOLS_SYSTEM_USER_HOMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace landshim {

// Of the lines of passwd(5): root's and those of users from 1000 on, without
// what the system or many programs share, such as / and /tmp. The accounts of
// daemons have directories that are theirs to change.
std::vector<std::string> HomesInPasswd(std::string_view text);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SYSTEM_USER_HOMES_H_
