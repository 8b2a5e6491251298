// What the kernel laid on the initial stack: arguments, environment, auxv.
#ifndef LANDSHIM_SHIM_PROCESS_START_H_
#define LANDSHIM_SHIM_PROCESS_START_H_

#include <cstdint>
#include <string_view>

#include "policy/environment.h"

namespace landshim {

// One entry of the auxiliary vector (Elf64_auxv_t).
struct AuxEntry {
  uint64_t type;
  uint64_t value;
};

// Views the initial stack; all of it belongs to the process and outlives us.
struct ProcessStart {
  char** envp = nullptr;
  AuxEntry* auxv = nullptr;
  // The constructor got real arguments, so this is glibc's ld.so.
  bool glibc = false;

  Environment environment() const { return {envp}; }

  // The value of the first entry of `type`, 0 where there is none.
  uint64_t Aux(uint64_t type) const;

  // The program was started with privileges that its caller does not have:
  // nothing that the caller chose is to be trusted (getauxval(3), AT_SECURE).
  bool IsSecure() const;

  // argv[0], found by walking down from envp; empty where that fails.
  std::string_view FirstArgument() const;
};

// Finds it from the arguments of a constructor (real under glibc, garbage
// under musl) or from `environ`. False where neither leads to it.
bool FindProcessStart(long argc, char** argv, char** envp, ProcessStart* out);

// A mark on this process image, gone with the next exec: another copy of the
// shim that runs later in the same process finds the policy enforced already.
bool IsMarkedEnforced(const ProcessStart& start);
void MarkEnforced(const ProcessStart& start);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_PROCESS_START_H_
