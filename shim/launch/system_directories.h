// Where systems keep their libraries: the directories that a program's start
// may read as a whole.
#ifndef LANDSHIM_SHIM_LAUNCH_SYSTEM_DIRECTORIES_H_
#define LANDSHIM_SHIM_LAUNCH_SYSTEM_DIRECTORIES_H_

#include <linux/elf-em.h>
#include <linux/elf.h>

#include <string_view>

#include "shim/launch/elf_file.h"

namespace landshim {

// Granted beneath where a program cannot be read, so that nobody knows what it
// needs.
inline constexpr char kSystemTrees[][20] = {
    "/lib",       "/usr/lib",       "/lib64",
    "/usr/lib64", "/usr/local/lib", "/usr/local/lib64",
};

// Where a library is looked for, the likelier first: the dynamic linkers'
// built-in lists, and Debian's directories by architecture.
struct SystemDirectory {
  char path[32];
  ElfClass elf_class;   // none: for any
  bool linkers = true;  // dynamic linkers here are the system's
};

inline constexpr SystemDirectory kSystemDirectories[] = {
#if defined(__x86_64__)
    {"/lib/x86_64-linux-gnu", {ELFCLASS64, EM_X86_64}},
    {"/usr/lib/x86_64-linux-gnu", {ELFCLASS64, EM_X86_64}},
    {"/lib/i386-linux-gnu", {ELFCLASS32, EM_386}},
    {"/usr/lib/i386-linux-gnu", {ELFCLASS32, EM_386}},
    {"/lib32", {ELFCLASS32, EM_386}},
    {"/usr/lib32", {ELFCLASS32, EM_386}},
    {"/usr/lib/x86_64-linux-musl", {ELFCLASS64, EM_X86_64}},
#elif defined(__aarch64__)
    {"/lib/aarch64-linux-gnu", {ELFCLASS64, EM_AARCH64}},
    {"/usr/lib/aarch64-linux-gnu", {ELFCLASS64, EM_AARCH64}},
    {"/lib/arm-linux-gnueabihf", {ELFCLASS32, EM_ARM}},
    {"/usr/lib/aarch64-linux-musl", {ELFCLASS64, EM_AARCH64}},
#endif
    {"/lib64", {}},
    {"/usr/lib64", {}},
    {"/lib", {}},
    {"/usr/lib", {}},
    {"/usr/local/lib", {}, false},
    {"/usr/local/lib64", {}, false},
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_SYSTEM_DIRECTORIES_H_
