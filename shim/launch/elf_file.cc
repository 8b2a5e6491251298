// Both classes are read by one template each; values are copied out unchecked
// and only ever used as offsets for pread(2).
#include "shim/launch/elf_file.h"

#include <linux/elf-em.h>
#include <linux/elf.h>

#include <cstring>

#include "shim/launch/pages.h"
#include "shim/syscalls.h"

namespace landshim {
namespace {

// What was read last: most of what is asked for lies side by side.
struct Window {
  uint64_t offset;
  size_t size;
  char bytes[1024];
};
LANDSHIM_PAGE(2, 0) Window window;

}  // namespace

LANDSHIM_PAGE(1, 0) constinit ElfFile elf_file;

ElfClass OwnElfClass() {
#if defined(__x86_64__)
  return {ELFCLASS64, EM_X86_64};
#elif defined(__aarch64__)
  return {ELFCLASS64, EM_AARCH64};
#endif
}

// Valid until the next call; nullptr: the file ends before.
const char* ElfFile::Bytes(uint64_t offset, size_t size) const {
  const uint64_t skipped = offset - window.offset;
  if (offset >= window.offset && skipped <= window.size &&
      window.size - skipped >= size) {
    return window.bytes + skipped;
  }
  const long got = sys::ReadAt(fd_, window.bytes, sizeof(window.bytes), offset);
  window.offset = offset;
  window.size = got < 0 ? 0 : static_cast<size_t>(got);
  return window.size < size ? nullptr : window.bytes;
}

void ElfFile::Open(int fd) {
  fd_ = fd;
  class_ = {};
  dynamic_ = {};
  strings_address_ = 0;
  segments_.Clear();
  needed_.Clear();
  window.size = 0;
}

std::string_view ElfFile::FirstBytes(size_t most) const {
  const char* bytes = Bytes(0, 1);
  if (bytes == nullptr) return {};
  return {bytes, window.size < most ? window.size : most};
}

bool ElfFile::Read() {
  const char* ident = Bytes(0, EI_NIDENT);
  if (ident == nullptr || std::memcmp(ident, ELFMAG, SELFMAG) != 0 ||
      ident[EI_DATA] != ELFDATA2LSB) {
    return false;
  }
  class_.bits = static_cast<uint8_t>(ident[EI_CLASS]);
  const bool good =
      class_.bits == ELFCLASS32   ? ReadSegments<Elf32_Ehdr, Elf32_Phdr>()
      : class_.bits == ELFCLASS64 ? ReadSegments<Elf64_Ehdr, Elf64_Phdr>()
                                  : false;
  if (!good) segments_.Clear();
  return good;
}

template <typename Header, typename ProgramHeader>
bool ElfFile::ReadSegments() {
  Header header;
  const char* bytes = Bytes(0, sizeof(header));
  if (bytes == nullptr) return false;
  std::memcpy(&header, bytes, sizeof(header));
  class_.machine = header.e_machine;
  if (header.e_phentsize != sizeof(ProgramHeader)) return false;
  uint64_t at = header.e_phoff;
  for (int i = 0; i < header.e_phnum && i < kMostSegments; ++i) {
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
                        segment.p_filesz})) {
      return false;
    }
  }
  return true;
}

std::string_view ElfFile::Interpreter(WordBuffer* out) const {
  for (const Segment& segment : segments_) {
    if (segment.type != PT_INTERP || segment.size > kLongestWord) continue;
    return TextAt(segment.offset, *out, segment.size + 1);
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
  constexpr int64_t kRunpath = 29;  // DT_RUNPATH, not in <linux/elf.h>
  switch (tag) {
    case DT_NEEDED:
      if (needed_.size() < kMostNeeded) needed_.Add(value);
      break;
    case DT_STRTAB:
      strings_address_ = value;
      break;
    case DT_RPATH:
      dynamic_.rpath = static_cast<int64_t>(value);
      break;
    case kRunpath:
      dynamic_.runpath = static_cast<int64_t>(value);
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

// Up to a NUL, the end of the file or `room` - 1 bytes, terminated.
std::string_view ElfFile::TextAt(uint64_t offset, char* out,
                                 size_t room) const {
  size_t size = 0;
  while (size + 1 < room) {
    const char* next = Bytes(offset + size, 1);
    if (next == nullptr || *next == '\0') break;
    out[size++] = *next;
  }
  out[size] = '\0';
  return {out, size};
}

std::string_view ElfFile::StringAt(int64_t offset, char* out,
                                   size_t room) const {
  if (offset < 0) return {};
  // The sum may overflow, and then lies behind the end of the file.
  return TextAt(
      static_cast<uint64_t>(dynamic_.strings) + static_cast<uint64_t>(offset),
      out, room);
}

std::string_view ElfFile::Rpath(PathList* out) const {
  return dynamic_.runpath >= 0 ? std::string_view()
                               : StringAt(dynamic_.rpath, *out, sizeof(*out));
}

std::string_view ElfFile::Runpath(PathList* out) const {
  return StringAt(dynamic_.runpath, *out, sizeof(*out));
}

std::string_view ElfFile::Needed(int index, WordBuffer* out) const {
  if (index >= needed_.size()) return {};
  return StringAt(static_cast<int64_t>(needed_[index]), *out, sizeof(*out));
}

}  // namespace landshim
