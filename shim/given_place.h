// Where the paths lead that a variable or the working directory gave.
#ifndef LANDSHIM_SHIM_GIVEN_PLACE_H_
#define LANDSHIM_SHIM_GIVEN_PLACE_H_

#include <string_view>

namespace landshim {

// The broad place (policy/broad_places.h) that the descriptor is open on, by
// whatever name it was opened: links, `..`, /proc and mounts of directories
// elsewhere are what they lead to. No data: it is none. `by_home` and `home` as
// for IsBroadPlace. Valid until the next call. A stat(2) of each place in the
// table for the first directory, of the home and what is above it for each.
// Async-signal-safe.
std::string_view BroadPlaceOf(int fd, bool by_home, std::string_view home);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_GIVEN_PLACE_H_
