// landshim help [COMMAND]
#ifndef LANDSHIM_TOOLS_HELP_COMMAND_H_
#define LANDSHIM_TOOLS_HELP_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddHelpCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_HELP_COMMAND_H_
