// landshim shim --output FILE
#ifndef LANDSHIM_TOOLS_SHIM_COMMAND_H_
#define LANDSHIM_TOOLS_SHIM_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddShimCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SHIM_COMMAND_H_
