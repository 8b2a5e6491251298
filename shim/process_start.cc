// The kernel lays argc, argv, NULL, envp, NULL and auxv one behind the other
// (fs/binfmt_elf.c, create_elf_tables).
#include "shim/process_start.h"

#include <linux/auxvec.h>

// The only symbol that the shim takes from outside. Weak: glibc's ld.so may
// run us before libc set it, and a static-like setting may have none.
extern "C" __attribute__((weak, visibility("default"))) char** environ;

namespace landshim {
namespace {

// "LandShim", little end first: no value that a kernel would leave there.
constexpr uint64_t kEnforcedMark = 0x6d696853646e614c;

// musl has no arguments for us, but its `environ` is the initial block, above
// our frame on the same stack. A library's own `environ` is somewhere else.
// The bound: environment and arguments fit in 6 MiB (fs/exec.c).
bool IsOnInitialStack(char** pointer) {
  constexpr uintptr_t kFarthest = uintptr_t{16} << 20;
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const auto there = reinterpret_cast<uintptr_t>(pointer);
  return there > here && there - here < kFarthest && there % 8 == 0;
}

AuxEntry* AuxBehind(char** envp) {
  while (*envp != nullptr) ++envp;
  return reinterpret_cast<AuxEntry*>(envp + 1);
}

AuxEntry* LastAux(const ProcessStart& start) {
  AuxEntry* entry = start.auxv;
  while (entry->type != AT_NULL) ++entry;
  return entry;
}

}  // namespace

bool FindProcessStart(long argc, char** argv, char** envp, ProcessStart* out) {
  // In integers: under musl all three are garbage.
  const uintptr_t expected = reinterpret_cast<uintptr_t>(argv) +
                             (static_cast<uintptr_t>(argc) + 1) * sizeof(*argv);
  if (envp != nullptr && reinterpret_cast<uintptr_t>(envp) == expected) {
    out->envp = envp;
    out->glibc = true;
  } else if (&environ != nullptr && environ != nullptr &&
             IsOnInitialStack(environ)) {
    out->envp = environ;
  } else {
    return false;
  }
  out->auxv = AuxBehind(out->envp);
  return true;
}

uint64_t ProcessStart::Aux(uint64_t type) const {
  for (const AuxEntry* entry = auxv; entry->type != AT_NULL; ++entry) {
    if (entry->type == type) return entry->value;
  }
  return 0;
}

bool ProcessStart::IsSecure() const { return Aux(AT_SECURE) != 0; }

std::string_view ProcessStart::FirstArgument() const {
  // Below envp lie a NULL, the arguments and their number: the first word
  // that equals the count of those above it.
  constexpr uint64_t kMostArguments = uint64_t{1} << 20;
  char** const end = envp - 1;
  for (uint64_t count = 0; count < kMostArguments; ++count) {
    char** const word = end - count - 1;
    if (reinterpret_cast<uint64_t>(*word) == count) {
      return count == 0 ? std::string_view() : std::string_view(word[1]);
    }
  }
  return {};
}

// The value beside AT_NULL is nobody's: no reader of the vector looks at it.
bool IsMarkedEnforced(const ProcessStart& start) {
  return LastAux(start)->value == kEnforcedMark;
}

void MarkEnforced(const ProcessStart& start) {
  LastAux(start)->value = kEnforcedMark;
}

}  // namespace landshim
