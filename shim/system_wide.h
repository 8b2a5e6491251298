// Whether the whole system preloads this object.
#ifndef LANDSHIM_SHIM_SYSTEM_WIDE_H_
#define LANDSHIM_SHIM_SYSTEM_WIDE_H_

#include <string_view>

#include "shim/process_start.h"

namespace landshim {

// True if ld.so read /etc/ld.so.preload and that names this very file. Only
// glibc reads it; a list that this process cannot read names nothing.
// Async-signal-safe.
bool IsPreloadedSystemWide(const ProcessStart& start);

// The path by which ld.so loaded this object; empty where it is not told.
// Async-signal-safe.
std::string_view OwnName(const ProcessStart& start);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_SYSTEM_WIDE_H_
