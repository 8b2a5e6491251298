// What is around this process: who could watch it, and who keeps a record.
#ifndef LANDSHIM_TOOLS_DOCTOR_SURROUNDINGS_H_
#define LANDSHIM_TOOLS_DOCTOR_SURROUNDINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "policy/environment.h"
#include "tools/doctor/report.h"

namespace landshim::doctor {

enum class Audit : uint8_t { kOn, kOff, kMissing, kUnknown };

struct Surroundings {
  // seccomp user notification, with which a program's calls are recorded.
  int notify_error = 0;      // of SECCOMP_GET_NOTIF_SIZES
  int listener_error = 0;    // of adding a listener; EBUSY: there is one
  std::string ptrace_scope;  // Yama's; empty: no Yama
  Audit audit = Audit::kUnknown;
  int audit_error = 0;                 // why it is unknown
  std::vector<std::string> container;  // its signs; empty: none is seen
  std::string release;                 // of the kernel
  std::string legacy_tiocsti;          // dev.tty's; empty: it cannot be read
  // Of programs that do things outside for whoever connects, and that this user
  // can open: "/run/docker.sock, which controls all containers, ...".
  std::vector<std::string> sockets;
};

Surroundings LookAround(Environment environment);

// Facts: user_notification, ptrace_scope, audit, container, terminal. `abi`:
// the kernel's. Pure.
std::vector<Fact> DescribeSurroundings(const Surroundings& found, int abi);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_SURROUNDINGS_H_
