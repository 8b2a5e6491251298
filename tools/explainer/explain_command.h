// landshim explain: what a policy denies a program, and what would allow it.
#ifndef LANDSHIM_TOOLS_EXPLAINER_EXPLAIN_COMMAND_H_
#define LANDSHIM_TOOLS_EXPLAINER_EXPLAIN_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddExplainCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_EXPLAIN_COMMAND_H_
