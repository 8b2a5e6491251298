// Shims that ld.so is told to load.
#ifndef LANDSHIM_TOOLS_DOCTOR_PRELOADS_H_
#define LANDSHIM_TOOLS_DOCTOR_PRELOADS_H_

#include <string>
#include <string_view>
#include <vector>

#include "tools/doctor/report.h"

namespace landshim::doctor {

inline constexpr char kSystemPreloads[] = "/etc/ld.so.preload";

// An entry of a list whose file name is a shim's (liblandshim*).
struct ShimEntry {
  std::string name;
  Trouble trouble;            // why ld.so would skip it; empty: it would not
  std::string weakness = {};  // how others could change it; empty: they cannot
};

// The value of LD_PRELOAD.
std::vector<ShimEntry> ShimsIn(std::string_view list);

// The text of /etc/ld.so.preload, with its comments.
std::vector<ShimEntry> ShimsInSystemList(const std::string& text);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PRELOADS_H_
