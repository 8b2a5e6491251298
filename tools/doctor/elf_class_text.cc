// The names of architectures, as people use them.
#include <elf.h>

#include "tools/doctor/inspection.h"

namespace landshim::doctor {
namespace {

const char* MachineName(unsigned machine) {
  switch (machine) {
    case EM_386:
      return "i386";
    case EM_X86_64:
      return "x86-64";
    case EM_ARM:
      return "ARM";
    case EM_AARCH64:
      return "aarch64";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC:
    case EM_PPC64:
      return "PowerPC";
    case EM_S390:
      return "s390";
    case EM_MIPS:
      return "MIPS";
    case EM_SPARC:
    case EM_SPARCV9:
      return "SPARC";
    default:
      return nullptr;
  }
}

}  // namespace

std::string DescribeClass(const Inspection& program) {
  if (program.elf_class.bits == 0) return "no ELF";
  const unsigned machine = program.elf_class.machine;
  const char* const name = MachineName(machine);
  return std::string(program.elf_class.bits == ELFCLASS32 ? "32" : "64") +
         "-bit " +
         (name != nullptr ? name : "machine " + std::to_string(machine));
}

}  // namespace landshim::doctor
