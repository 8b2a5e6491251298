// What lints know of the machine and the user besides its files.
#ifndef LANDSHIM_TOOLS_CHECKER_MACHINE_H_
#define LANDSHIM_TOOLS_CHECKER_MACHINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "policy/environment.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

// All paths are absolute, without '/' at their end; a text that is not known is
// empty.
struct Machine {
  int kernel_abi = 0;  // that decisions are made for; 0: no Landlock
  std::string working_directory;
  std::string home;
  std::string config_home;                    // $XDG_CONFIG_HOME
  std::string data_home;                      // $XDG_DATA_HOME
  std::vector<std::string> homes;             // of all users
  std::vector<std::string> path_directories;  // of PATH, each once
  // Files that decide whether and how a program is sandboxed: the shim wherever
  // it is found, and landshim itself.
  std::vector<std::string> shim_files;
  // Sockets of container engines that this user may connect to.
  std::vector<std::string> engine_sockets;
  // Others by which programs do things outside: buses, agents, terminals.
  struct OpenSocket {
    std::string path;
    std::string_view what;  // as in the table of dangerous places
  };
  std::vector<OpenSocket> escape_sockets;
  std::vector<Mount> mounts;  // of this process
  // Of LD_LIBRARY_PATH.
  std::vector<std::string> library_path;
};

// What it says to the table of dangerous places. Pure: nothing of files.
DangerSetting DangersOf(const Machine& machine);

// Of this process, but for kernel_abi.
Machine DescribeMachine(Environment environment);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_MACHINE_H_
