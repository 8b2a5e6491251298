// landshim recorder: what the shim starts for LANDSHIM_LEARN. Nobody else calls
// it.
#ifndef LANDSHIM_TOOLS_LEARN_RECORDER_COMMAND_H_
#define LANDSHIM_TOOLS_LEARN_RECORDER_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddRecorderCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_LEARN_RECORDER_COMMAND_H_
