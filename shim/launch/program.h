// The program that `landshim run` is to start: where it is, what interprets
// it, and whether the shim can be loaded into it.
#ifndef LANDSHIM_SHIM_LAUNCH_PROGRAM_H_
#define LANDSHIM_SHIM_LAUNCH_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/environment.h"
#include "shim/launch/elf_file.h"

namespace landshim {

// What executes in the end.
enum class ImageKind : uint8_t {
  kStatic,      // no dynamic linker
  kDynamic,     // loaded by a dynamic linker that honours LD_PRELOAD
  kForeign,     // of another architecture or class than the shim
  kOddLinker,   // its dynamic linker is not one of the system's
  kSanitized,   // AddressSanitizer's runtime must come first
  kUnreadable,  // executable, but not readable for this user
};

enum class Libc : uint8_t { kGlibc, kMusl };

// How deep the kernel follows #! lines (fs/exec.c, exec_binprm), and how many
// files landshim follows, as it begins anew behind each `env`.
inline constexpr int kDeepestInterpreter = 5;
inline constexpr int kLongestChain = 24;

// All texts are NUL-terminated, in the launch's pool or in the arguments.
struct Program {
  // What is executed, first, and what interprets it, one after the other. With
  // an `env` in between that is resolved, what it would start is executed.
  const char* chain[kLongestChain] = {};
  int chain_count = 0;
  // The one of `chain` that execve(2) is given: 0, or behind an `env`.
  int executed = 0;
  // The name as the user wrote it and the script's own, for finding a policy.
  const char* path = nullptr;
  // Arguments, NULL-terminated.
  char** arguments = nullptr;
  // An `env` that could not be resolved: the policy binds it first.
  bool env_binds = false;
  bool set_id = false;  // set-id bits that would have changed the user
  ImageKind kind = ImageKind::kStatic;
  Libc libc = Libc::kGlibc;
  ElfClass elf_class;
  const char* linker = nullptr;  // PT_INTERP; null: none
  // The image's path without symbolic links, or as it was found.
  const char* real_path = nullptr;
  const char* soname = nullptr;  // DT_SONAME; null: none

  const char* image() const { return chain[chain_count - 1]; }
};

struct Launch;

// Why the shim cannot be loaded into such a program; nullptr: it can, as far
// as can be told from its files.
const char* WhyNoShim(const Program& program);

// Looks at the program arguments[0], in PATH where it holds no slash, and fills
// launch->program. What execve(2) will be given, its interpreters and its
// linker are left open in launch->files, so that what is granted is what was
// looked at. False: it cannot be executed; launch->refusal says why.
// Once for each launch. Async-signal-safe.
bool InspectProgram(char** arguments, Environment environment, Launch* launch);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_PROGRAM_H_
