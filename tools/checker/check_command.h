// landshim check [FILE] [--rule STATEMENT]... [--may OPERATION]...
#ifndef LANDSHIM_TOOLS_CHECKER_CHECK_COMMAND_H_
#define LANDSHIM_TOOLS_CHECKER_CHECK_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddCheckCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_CHECK_COMMAND_H_
