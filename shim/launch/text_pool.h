// What lives as long as the launch: paths put together from pieces, and lists.
#ifndef LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_
#define LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_

#include <cstddef>
#include <string_view>

namespace landshim {

// All of the pieces as one NUL-terminated text; nullptr where the pool of
// 2 MiB is full. Async-signal-safe.
const char* KeepText(std::string_view a, std::string_view b = {},
                     std::string_view c = {});

// Zeroed memory, aligned for pointers: from the pool, else fresh pages; nullptr
// where there are none. Async-signal-safe.
void* KeepRoom(size_t size);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_
