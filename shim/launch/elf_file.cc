// Both classes are read by one template each; values are copied out unchecked
// and only ever used as offsets for pread(2).
#include "shim/launch/elf_file.h"

#include <linux/elf-em.h>
#include <linux/elf.h>

#include <cstring>

namespace landshim {
namespace {

// How the kernel of this architecture lays programs out, by their e_machine
// (elf_check_arch(), compat_elf_check_arch()); 0: it executes none of them.
uint8_t NativeBits(uint16_t machine) {
#if defined(__x86_64__)
  constexpr uint16_t k486 = 6;  // EM_486
  if (machine == EM_X86_64) return ELFCLASS64;
  if (machine == EM_386 || machine == k486) return ELFCLASS32;
#elif defined(__aarch64__)
  if (machine == EM_AARCH64) return ELFCLASS64;
  if (machine == EM_ARM) return ELFCLASS32;
#endif
  return 0;
}

}  // namespace

ElfClass OwnElfClass() {
#if defined(__x86_64__)
  return {ELFCLASS64, EM_X86_64};
#elif defined(__aarch64__)
  return {ELFCLASS64, EM_AARCH64};
#endif
}

// Valid until the next call; nullptr: the file ends before.
const char* ElfFile::Bytes(uint64_t offset, size_t size) {
  const uint64_t skipped = offset - window_.offset;
  if (offset >= window_.offset && skipped <= window_.size &&
      window_.size - skipped >= size) {
    return window_.bytes + skipped;
  }
  const long got =
      machine_->ReadAt(fd_, window_.bytes, sizeof(window_.bytes), offset);
  window_.offset = offset;
  window_.size = got < 0 ? 0 : static_cast<size_t>(got);
  return window_.size < size ? nullptr : window_.bytes;
}

void ElfFile::Open(int fd, Machine* machine, TextPool* pool) {
  machine_ = machine;
  pool_ = pool;
  fd_ = fd;
  class_ = {};
  is_pie_ = false;
  dynamic_ = {-1, -1, -1, -1};
  strings_address_ = 0;
  segments_.Clear();
  needed_.Clear();
  window_.size = 0;
}

std::string_view ElfFile::FirstBytes(size_t most) {
  const char* bytes = Bytes(0, 1);
  if (bytes == nullptr) return {};
  return {bytes, window_.size < most ? window_.size : most};
}

// The mark, and e_machine, which lies at the same place in both classes.
bool ElfFile::ReadIdent() {
  const char* ident = Bytes(0, sizeof(Elf32_Ehdr));
  if (ident == nullptr || std::memcmp(ident, ELFMAG, SELFMAG) != 0) {
    return false;
  }
  class_.bits = static_cast<uint8_t>(ident[EI_CLASS]);
  std::memcpy(&class_.machine, ident + offsetof(Elf32_Ehdr, e_machine),
              sizeof(class_.machine));
  return true;
}

bool ElfFile::ReadProgram() {
  if (!ReadIdent()) return false;
  const uint8_t native = NativeBits(class_.machine);
  if (native != 0) class_.bits = native;
  const bool good =
      class_.bits == ELFCLASS32
          ? ReadSegments<Elf32_Ehdr, Elf32_Phdr>(/*as_library=*/false)
      : class_.bits == ELFCLASS64
          ? ReadSegments<Elf64_Ehdr, Elf64_Phdr>(/*as_library=*/false)
          : false;
  if (!good) segments_.Clear();
  return good;
}

bool ElfFile::ReadLibrary() {
  if (!ReadIdent()) return false;
  const char* ident = Bytes(0, EI_NIDENT);
  const bool good =
      ident[EI_DATA] != ELFDATA2LSB ? false
      : class_.bits == ELFCLASS32
          ? ReadSegments<Elf32_Ehdr, Elf32_Phdr>(/*as_library=*/true)
      : class_.bits == ELFCLASS64
          ? ReadSegments<Elf64_Ehdr, Elf64_Phdr>(/*as_library=*/true)
          : false;
  if (!good) segments_.Clear();
  return good;
}

template <typename Header, typename ProgramHeader>
bool ElfFile::ReadSegments(bool as_library) {
  Header header;
  const char* bytes = Bytes(0, sizeof(header));
  if (bytes == nullptr) return false;
  std::memcpy(&header, bytes, sizeof(header));
  if (header.e_type != ET_DYN && (as_library || header.e_type != ET_EXEC)) {
    return false;
  }
  if (header.e_phentsize != sizeof(ProgramHeader) || header.e_phnum == 0 ||
      header.e_phnum * sizeof(ProgramHeader) > kMostSegmentBytes) {
    return false;
  }
  uint64_t at = header.e_phoff;
  for (int i = 0; i < header.e_phnum; ++i) {
    ProgramHeader segment;
    bytes = Bytes(at, sizeof(segment));
    if (bytes == nullptr) return false;
    std::memcpy(&segment, bytes, sizeof(segment));
    at += sizeof(segment);
    if (segment.p_type != PT_LOAD && segment.p_type != PT_INTERP &&
        segment.p_type != PT_DYNAMIC) {
      continue;
    }
    if (!segments_.Add({segment.p_type, segment.p_offset, segment.p_vaddr,
                        segment.p_filesz},
                       pool_)) {
      return false;
    }
  }
  return true;
}

// The kernel takes the first one, with at least one byte and a NUL at its end.
std::string_view ElfFile::Interpreter(WordBuffer* out, bool* damaged) {
  *damaged = false;
  for (const Segment& segment : segments_) {
    if (segment.type != PT_INTERP) continue;
    const std::string_view name =
        segment.size < 2 || segment.size > sizeof(*out)
            ? std::string_view()
            : TextAt(segment.offset, *out, segment.size);
    const char* last = Bytes(segment.offset + segment.size - 1, 1);
    *damaged = name.data() == nullptr || last == nullptr || *last != '\0';
    return *damaged ? std::string_view() : name;
  }
  return {};
}

bool ElfFile::ReadDynamic() {
  for (const Segment& segment : segments_) {
    if (segment.type != PT_DYNAMIC) continue;
    return class_.bits == ELFCLASS32 ? ReadEntries<Elf32_Dyn>(segment)
                                     : ReadEntries<Elf64_Dyn>(segment);
  }
  return false;
}

template <typename Dyn>
bool ElfFile::ReadEntries(const Segment& segment) {
  for (uint64_t at = 0; at + sizeof(Dyn) <= segment.size; at += sizeof(Dyn)) {
    Dyn entry;
    const char* bytes = Bytes(segment.offset + at, sizeof(entry));
    if (bytes == nullptr) break;
    std::memcpy(&entry, bytes, sizeof(entry));
    if (entry.d_tag == DT_NULL) break;
    NoteEntry(entry.d_tag, entry.d_un.d_val);
  }
  return FindStrings();
}

bool ElfFile::FindStrings() {
  dynamic_.strings = OffsetOf(strings_address_);
  return dynamic_.strings >= 0;
}

void ElfFile::NoteEntry(int64_t tag, uint64_t value) {
  // Not in <linux/elf.h>; glibc's elf.h has them.
  constexpr int64_t kRunpath = 29;            // DT_RUNPATH
  constexpr int64_t kFlags1 = 0x6ffffffb;     // DT_FLAGS_1
  constexpr int64_t kDepAudit = 0x6ffffefb;   // DT_DEPAUDIT
  constexpr int64_t kAudit = 0x6ffffefc;      // DT_AUDIT
  constexpr int64_t kAuxiliary = 0x7ffffffd;  // DT_AUXILIARY
  constexpr int64_t kFilter = 0x7fffffff;     // DT_FILTER
  constexpr uint64_t kPie = 0x08000000;       // DF_1_PIE
  switch (tag) {
    case DT_NEEDED:
    case kDepAudit:
    case kAudit:
    case kAuxiliary:
    case kFilter:
      if (needed_.size() < kMostNeeded) needed_.Add(value, pool_);
      break;
    case DT_STRTAB:
      strings_address_ = value;
      break;
    case DT_RPATH:
      dynamic_.rpath = static_cast<int64_t>(value);
      break;
    case DT_SONAME:
      dynamic_.soname = static_cast<int64_t>(value);
      break;
    case kRunpath:
      dynamic_.runpath = static_cast<int64_t>(value);
      break;
    case kFlags1:
      is_pie_ = (value & kPie) != 0;
      break;
    default:
      break;
  }
}

int64_t ElfFile::OffsetOf(uint64_t address) const {
  for (const Segment& segment : segments_) {
    if (segment.type == PT_LOAD && address >= segment.address &&
        address - segment.address < segment.size) {
      return static_cast<int64_t>(segment.offset + address - segment.address);
    }
  }
  return -1;
}

// Up to a NUL, which must be among the first `room` bytes; else null data.
std::string_view ElfFile::TextAt(uint64_t offset, char* out, size_t room) {
  for (size_t size = 0; size < room; ++size) {
    const char* next = Bytes(offset + size, 1);
    if (next == nullptr) return {};
    out[size] = *next;
    if (*next == '\0') return {out, size};
  }
  return {};
}

std::string_view ElfFile::StringAt(int64_t offset, char* out, size_t room) {
  if (offset < 0) return {};
  // The sum may overflow, and then lies behind the end of the file.
  return TextAt(
      static_cast<uint64_t>(dynamic_.strings) + static_cast<uint64_t>(offset),
      out, room);
}

std::string_view ElfFile::Rpath(PathList* out) {
  return dynamic_.runpath >= 0 ? std::string_view()
                               : StringAt(dynamic_.rpath, *out, sizeof(*out));
}

std::string_view ElfFile::Runpath(PathList* out) {
  return StringAt(dynamic_.runpath, *out, sizeof(*out));
}

std::string_view ElfFile::Soname(WordBuffer* out) {
  return StringAt(dynamic_.soname, *out, sizeof(*out));
}

std::string_view ElfFile::Needed(int index, WordBuffer* out) {
  if (index >= needed_.size()) return {};
  const std::string_view name =
      StringAt(static_cast<int64_t>(needed_[index]), *out, sizeof(*out));
  // What cannot be read is none, and no end of the list.
  return name.data() == nullptr ? std::string_view("") : name;
}

}  // namespace landshim
