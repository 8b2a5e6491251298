// landshim fmt [--write] [--check] FILE...
#ifndef LANDSHIM_TOOLS_FMT_COMMAND_H_
#define LANDSHIM_TOOLS_FMT_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddFmtCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_FMT_COMMAND_H_
