// landshim learn: records what a program does, and drafts its policy.
#ifndef LANDSHIM_TOOLS_LEARN_LEARN_COMMAND_H_
#define LANDSHIM_TOOLS_LEARN_LEARN_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddLearnCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_LEARN_LEARN_COMMAND_H_
