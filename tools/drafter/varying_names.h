// Names that another run of the same program would not find again.
#ifndef LANDSHIM_TOOLS_DRAFTER_VARYING_NAMES_H_
#define LANDSHIM_TOOLS_DRAFTER_VARYING_NAMES_H_

#include <string>
#include <string_view>

namespace landshim {

// What is behind a file of that name: "has a UUID in its name"; empty: the name
// stays as it is.
std::string_view WhyNameVaries(std::string_view name);

// True for the number of a process or terminal, where they have directories:
// "/proc/123", "/dev/pts/3".
bool IsNumberOfTheMoment(const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_VARYING_NAMES_H_
