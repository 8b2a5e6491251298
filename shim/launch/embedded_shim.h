// The shim's object, as the build made it, inside this executable.
#ifndef LANDSHIM_SHIM_LAUNCH_EMBEDDED_SHIM_H_
#define LANDSHIM_SHIM_LAUNCH_EMBEDDED_SHIM_H_

#include <cstddef>
#include <string_view>

extern "C" {
// Defined in embedded_shim.cc.
extern const char LandshimObject[];
extern const char LandshimObjectEnd[];
}

namespace landshim {

inline std::string_view EmbeddedShim() {
  return {LandshimObject,
          static_cast<size_t>(LandshimObjectEnd - LandshimObject)};
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_EMBEDDED_SHIM_H_
