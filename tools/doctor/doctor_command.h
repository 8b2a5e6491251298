// landshim doctor [PROG]
#ifndef LANDSHIM_TOOLS_DOCTOR_DOCTOR_COMMAND_H_
#define LANDSHIM_TOOLS_DOCTOR_DOCTOR_COMMAND_H_

#include "tools/command.h"

namespace landshim {

void AddDoctorCommand(CLI::App* app, Action* action);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DOCTOR_DOCTOR_COMMAND_H_
