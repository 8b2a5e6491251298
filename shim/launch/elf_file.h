// What of an ELF file matters for starting it: its class, its dynamic linker,
// and the libraries that it names. Files are looked at, never trusted.
#ifndef LANDSHIM_SHIM_LAUNCH_ELF_FILE_H_
#define LANDSHIM_SHIM_LAUNCH_ELF_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/lexer.h"
#include "shim/launch/machine.h"
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

// Reads an open file through pread(2). The descriptor stays the caller's, open
// while this is used. Async-signal-safe. A text that does not fit into what it
// is copied to is not there: a path that is cut off is another path.
class ElfFile {
 public:
  constexpr ElfFile() = default;

  // Forgets the file before. All three must outlive this.
  void Open(int fd, Machine* machine, TextPool* pool);

  // Up to `most` bytes (at most 1024), valid until the next call.
  std::string_view FirstBytes(size_t most);

  // A program, as the kernel reads it (load_elf_binary() in fs/binfmt_elf.c,
  // and fs/compat_binfmt_elf.c): e_machine says how it is laid out here, not
  // EI_CLASS. False: it does not execute it. A program of another architecture
  // is read by its EI_CLASS.
  bool ReadProgram();

  // A shared object, as ld.so reads it (open_verify() in glibc's
  // elf/dl-load.c, map_library() in musl's ldso/dynlink.c). False: it loads
  // none of the kind.
  bool ReadLibrary();

  ElfClass elf_class() const { return class_; }

  // PT_INTERP, copied to *out; empty: none, as in static programs. `damaged`:
  // there is one that the kernel refuses.
  std::string_view Interpreter(WordBuffer* out, bool* damaged);

  // Reads PT_DYNAMIC. False: there is none.
  bool ReadDynamic();

  // DF_1_PIE is set: it is a program, and glibc loads it as nothing else.
  bool is_pie() const { return is_pie_; }

  // DT_RPATH or DT_RUNPATH, copied to *out; empty: none. RPATH counts only
  // where there is no RUNPATH (ld.so(8)).
  std::string_view Rpath(PathList* out);
  std::string_view Runpath(PathList* out);

  // DT_SONAME, copied to *out; empty: none.
  std::string_view Soname(WordBuffer* out);

  // The DT_NEEDED (or what else is loaded with it: filters, auditors) with this
  // index, copied to *out; null data behind the last.
  std::string_view Needed(int index, WordBuffer* out);

 private:
  // As many as fit into what the kernel reads of them (load_elf_phdrs()).
  static constexpr unsigned kMostSegmentBytes = 64 << 10;
  static constexpr int kMostNeeded = 512;

  struct Segment {
    uint32_t type;
    uint64_t offset;
    uint64_t address;
    uint64_t size;
  };

  // Positions in the file; -1: not there.
  struct Dynamic {
    int64_t strings;  // DT_STRTAB
    // In the strings:
    int64_t runpath;
    int64_t rpath;
    int64_t soname;
  };

  // What was read last: most of what is asked for lies side by side.
  struct Window {
    uint64_t offset;
    size_t size;
    char bytes[1024];
  };

  const char* Bytes(uint64_t offset, size_t size);
  bool ReadIdent();
  template <typename Header, typename ProgramHeader>
  bool ReadSegments(bool as_library);
  template <typename Dyn>
  bool ReadEntries(const Segment& segment);
  void NoteEntry(int64_t tag, uint64_t value);
  bool FindStrings();
  int64_t OffsetOf(uint64_t address) const;
  std::string_view TextAt(uint64_t offset, char* out, size_t room);
  std::string_view StringAt(int64_t offset, char* out, size_t room);

  Machine* machine_ = nullptr;
  TextPool* pool_ = nullptr;
  int fd_ = 0;
  ElfClass class_;
  bool is_pie_ = false;
  uint64_t strings_address_ = 0;
  Dynamic dynamic_ = {};
  KeptList<Segment> segments_;
  KeptList<uint64_t> needed_;
  Window window_ = {};
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_ELF_FILE_H_
