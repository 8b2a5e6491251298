// landshim show [--json] [FRAGMENT]...
#ifndef LANDSHIM_TOOLS_SHOW_COMMAND_H_
#define LANDSHIM_TOOLS_SHOW_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddShowCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SHOW_COMMAND_H_
