// landshim draft: a policy from recordings.
#ifndef LANDSHIM_TOOLS_DRAFTER_DRAFT_COMMAND_H_
#define LANDSHIM_TOOLS_DRAFTER_DRAFT_COMMAND_H_

#include <CLI/CLI.hpp>

#include "tools/command.h"

namespace landshim {

void AddDraftCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_DRAFT_COMMAND_H_
