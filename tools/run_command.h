// landshim run [OPTION]... [--] PROG [ARG]...
#ifndef LANDSHIM_TOOLS_RUN_COMMAND_H_
#define LANDSHIM_TOOLS_RUN_COMMAND_H_

#include "tools/command.h"

namespace landshim {

// What main was called with.
struct MainArguments {
  int argc;
  char** argv;
  char** envp;
};

// What is left of `run` when it gets as far as main: everything but --help.
// Returns the exit status.
int RunCommand(int argc, char** argv, char** envp);

// Declares the options, for the help. (In run_help.cc.)
void AddRunCommand(CLI::App* app, Action* action, MainArguments arguments);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RUN_COMMAND_H_
