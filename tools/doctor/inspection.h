// A program as `landshim run` sees it, and the processes that it begins as.
#ifndef LANDSHIM_TOOLS_DOCTOR_INSPECTION_H_
#define LANDSHIM_TOOLS_DOCTOR_INSPECTION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "shim/launch/program.h"

namespace landshim::doctor {

// shim/launch/program.h's Program, with texts of its own.
struct Inspection {
  // It can be executed, as far as its files tell; else the line that run would
  // show, and its exit status.
  bool good = false;
  std::string failure;
  int status = 0;
  // Where it is good:
  std::string path;
  std::vector<std::string> chain;
  size_t executed = 0;
  bool env_binds = false;
  bool set_id = false;
  // These bits do something in this process: not under no_new_privs, nor on a
  // file system mounted nosuid.
  bool privileged = false;
  ImageKind kind = ImageKind::kStatic;
  Libc libc = Libc::kGlibc;
  ElfClass elf_class;
  std::string linker;
  std::string real_path;
  std::string soname;  // DT_SONAME
  std::string why_no_shim;

  const std::string& image() const { return chain.back(); }
  bool IsScript() const { return chain.size() > 1; }
};

Inspection Inspect(const std::string& name, char** envp);

// "64-bit x86-64"; "no ELF" for what is none.
std::string DescribeClass(const Inspection& program);

// One process image that a plain execve(2) of a program leads to.
struct Stage {
  std::string executed;  // the path that execve(2) is given
  Inspection image;      // with the scripts before it
};

// Without landshim: first what the kernel executes, and then, behind an `env`
// whose command is plain, that. At least one; `program` is good.
std::vector<Stage> StagesOf(const Inspection& program, char** envp);

}  // namespace landshim::doctor

#endif  // LANDSHIM_TOOLS_DOCTOR_INSPECTION_H_
