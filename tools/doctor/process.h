// What this process can hand to a program, and what it was given itself.
#ifndef LANDSHIM_TOOLS_DOCTOR_PROCESS_H_
#define LANDSHIM_TOOLS_DOCTOR_PROCESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/doctor/preloads.h"
#include "tools/doctor/report.h"

namespace landshim::doctor {

enum class InstalledKind : uint8_t { kNone, kSame, kOther, kUnreadable };

// One of the places where `landshim run` looks for a shim.
struct InstalledShim {
  std::string path;
  InstalledKind kind = InstalledKind::kNone;
  std::string weakness;  // how others could change it; empty: they cannot
};

struct Process {
  bool privileged = false;           // AT_SECURE: run refuses to work
  std::optional<bool> no_new_privs;  // nothing: prctl(2) does not tell
  bool has_proc = false;             // /proc/self/fd is there
  int memfd_error = 0;               // of memfd_create(2)
  std::string memfd_noexec;          // vm.memfd_noexec; empty: not known
  uint64_t descriptor_limit = 0;     // RLIMIT_NOFILE
  std::string one_layer;             // why no program gets two; empty: they do
  std::string preload;               // how run would name the shim
  // What run says where it refuses every program that would load the shim.
  std::string refusal;
  // Beyond 0 to 2, and what they lead to: "5 (/var/log/app)".
  std::vector<std::string> inherited;
  std::vector<InstalledShim> installed;
  bool has_system_list = false;  // /etc/ld.so.preload is there
  std::vector<ShimEntry> system_shims;
  std::vector<ShimEntry> shims;  // in LD_PRELOAD
  std::vector<std::string>
      variables;  // landshim's and the sample's that are set
  // What run says about variables that it refuses.
  std::vector<std::string> wrong_variables;

  int LayersNeeded() const { return one_layer.empty() ? 2 : 1; }
};

Process LookAtProcess(char** envp);

// Facts: landshim, variables, no_new_privs, proc, memfd, descriptors, shim,
// second_layer, preload. Pure.
std::vector<Fact> DescribeProcess(const Process& process);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_PROCESS_H_
