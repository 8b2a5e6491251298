// What the table of dangerous places is told of the running system.
#ifndef LANDSHIM_TOOLS_CHECKER_MACHINE_DANGERS_H_
#define LANDSHIM_TOOLS_CHECKER_MACHINE_DANGERS_H_

#include <string>
#include <vector>

#include "tools/checker/machine.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

// DangersOf(), with this system's links and files.
DangerSetting DangersHere(const Machine& machine);

// What a user named by --allow-broad, on this system. False: *error is the line
// about the first that is no place, without "landshim: " in front.
bool ReadAllowedPlaces(const std::vector<std::string>& words,
                       const Machine& machine, AllowedPlaces* allowed,
                       std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_MACHINE_DANGERS_H_
