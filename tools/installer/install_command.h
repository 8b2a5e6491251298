// landshim install DIR, landshim uninstall DIR
#ifndef LANDSHIM_TOOLS_INSTALLER_INSTALL_COMMAND_H_
#define LANDSHIM_TOOLS_INSTALLER_INSTALL_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddInstallCommand(CLI::App* app, Action* action);
void AddUninstallCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_INSTALLER_INSTALL_COMMAND_H_
