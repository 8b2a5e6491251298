// Reads what the system tells about itself in small files and by calls.
#ifndef LANDSHIM_TOOLS_DOCTOR_PROBES_H_
#define LANDSHIM_TOOLS_DOCTOR_PROBES_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/doctor/diagnosis.h"

namespace landshim::doctor {

// At most 64 KiB of a file; nothing where it cannot be read.
std::optional<std::string> ReadSmallFile(const std::string& path);

// The first word of such a file.
std::optional<std::string> ReadSetting(const std::string& path);

// The value of a line "NAME:\tVALUE" of /proc/self/status.
std::optional<std::string> FindStatus(const std::string& name);

// What Landlock's answer depends on.
Circumstances ReadCircumstances();

// uname(2)'s release and machine.
std::string KernelRelease();
std::string KernelMachine();

// How many seccomp filters this process is under; -1: not known. Kernels before
// 5.9 do not count them: 1 means any number there.
int CountFilters();

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PROBES_H_
