// What an ELF file says about how it is started: its loader, its libraries.
#ifndef LANDSHIM_TOOLS_CHECKER_ELF_FILE_H_
#define LANDSHIM_TOOLS_CHECKER_ELF_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/checker/content.h"

namespace landshim {

struct ElfFile {
  // Class and machine: libraries of another architecture are passed over.
  uint8_t elf_class = 0;
  uint16_t machine = 0;
  std::string interpreter;          // PT_INTERP; empty: static, or a library
  std::vector<std::string> needed;  // DT_NEEDED, in order
  // DT_RUNPATH, else DT_RPATH, with $ORIGIN and the like as written.
  std::vector<std::string> search;
};

// The kernel executes it here without any emulator.
bool IsNative(const ElfFile& file);

// Nothing where `path` is no ELF file of this machine's byte order, or is cut
// off, or cannot be read.
std::optional<ElfFile> ReadElf(const std::string& path, Content* content);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_ELF_FILE_H_
