// What of an ELF file matters for starting it: its class, its dynamic linker,
// and the libraries that it names. Files are looked at, never trusted.
#ifndef LANDSHIM_SHIM_LAUNCH_ELF_FILE_H_
#define LANDSHIM_SHIM_LAUNCH_ELF_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/lexer.h"
#include "shim/launch/text_pool.h"

namespace landshim {

// What a file must agree in with what is loaded beside it (elf(5)).
struct ElfClass {
  uint8_t bits = 0;  // EI_CLASS: 1 is 32 bits, 2 is 64
  uint16_t machine = 0;

  constexpr bool operator==(const ElfClass&) const = default;
};

// The one that this code is compiled for.
ElfClass OwnElfClass();

// What lists of directories are read into; some are generated, and long.
using PathList = char[(32 << 10) + 1];

// A position in an open file; -1: not there.
struct ElfDynamic {
  int64_t strings = -1;  // DT_STRTAB
  int64_t runpath = -1;  // DT_RUNPATH and DT_RPATH, in the strings
  int64_t rpath = -1;
};

// Reads an open file through pread(2). The descriptor stays the caller's, open
// while this is used. Async-signal-safe.
class ElfFile {
 public:
  // Forgets the file before.
  void Open(int fd);

  // Up to `most` bytes (at most 1024), valid until the next call.
  std::string_view FirstBytes(size_t most) const;

  // False: not ELF of this machine's byte order, or damaged.
  bool Read();

  ElfClass elf_class() const { return class_; }

  // PT_INTERP, copied to *out; empty: none, as in static programs.
  std::string_view Interpreter(WordBuffer* out) const;

  // Reads PT_DYNAMIC. False: there is none.
  bool ReadDynamic();

  // DT_RPATH or DT_RUNPATH, copied to *out; empty: none. RPATH counts only
  // where there is no RUNPATH (ld.so(8)).
  std::string_view Rpath(PathList* out) const;
  std::string_view Runpath(PathList* out) const;

  // The DT_NEEDED with this index, copied to *out; null data behind the last.
  std::string_view Needed(int index, WordBuffer* out) const;

 private:
  static constexpr int kMostSegments = 64;
  static constexpr int kMostNeeded = 512;

  struct Segment {
    uint32_t type;
    uint64_t offset;
    uint64_t address;
    uint64_t size;
  };

  const char* Bytes(uint64_t offset, size_t size) const;
  template <typename Header, typename ProgramHeader>
  bool ReadSegments();
  template <typename Dyn>
  bool ReadEntries(const Segment& segment);
  void NoteEntry(int64_t tag, uint64_t value);
  bool FindStrings();
  int64_t OffsetOf(uint64_t address) const;
  std::string_view TextAt(uint64_t offset, char* out, size_t room) const;
  std::string_view StringAt(int64_t offset, char* out, size_t room) const;

  // All zero until Open(), so that it costs the executable no bytes.
  int fd_ = 0;
  ElfClass class_;
  uint64_t strings_address_ = 0;
  ElfDynamic dynamic_ = {0, 0, 0};
  KeptList<Segment> segments_;
  KeptList<uint64_t> needed_;
};

// The one object of it: a launch looks at one file after the other.
extern ElfFile elf_file;

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_ELF_FILE_H_
