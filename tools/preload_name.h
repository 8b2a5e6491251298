// Whether an object's path is one that LD_PRELOAD can hold.
#ifndef LANDSHIM_TOOLS_PRELOAD_NAME_H_
#define LANDSHIM_TOOLS_PRELOAD_NAME_H_

#include <string>

namespace landshim {

// Says what keeps the written object from doing its work under this name.
void NoteBadPreloadName(const std::string& path);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_PRELOAD_NAME_H_
