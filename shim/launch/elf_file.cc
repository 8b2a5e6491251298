// Both classes are read by one template each; values are copied out unchecked
// and only ever used as offsets for pread(2).
#include "shim/launch/elf_file.h"

#include <linux/elf-em.h>
#include <linux/elf.h>

#include <cstring>

#include "shim/syscalls.h"

namespace landshim {
namespace {

// What was read last: most of what is asked for lies side by side.
struct Window {
  uint64_t offset;
  size_t size;
  char bytes[1024];
};
Window window;

}  // namespace

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

bool ElfFile::Read(int fd) {
  fd_ = fd;
  segment_count_ = 0;
  dynamic_ = {};
  strings_address_ = 0;
  needed_count_ = 0;
  window.size = 0;
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
  if (!good) segment_count_ = 0;
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
  const size_t count =
      header.e_phnum < kMostSegments ? header.e_phnum : kMostSegments;
  for (size_t i = 0; i < count; ++i) {
    ProgramHeader segment;
    bytes = Bytes(header.e_phoff + i * sizeof(segment), sizeof(segment));
    if (bytes == nullptr) return false;
    std::memcpy(&segment, bytes, sizeof(segment));
    if (segment.p_type != PT_LOAD && segment.p_type != PT_INTERP &&
        segment.p_type != PT_DYNAMIC) {
      continue;
    }
    segments_[segment_count_++] = {segment.p_type, segment.p_offset,
                                   segment.p_vaddr, segment.p_filesz};
  }
  return true;
}

std::string_view ElfFile::Interpreter(WordBuffer* out) const {
  for (size_t i = 0; i < segment_count_; ++i) {
    const Segment& segment = segments_[i];
    if (segment.type != PT_INTERP || segment.size > kLongestWord) continue;
    return TextAt(segment.offset, *out, segment.size + 1);
  }
  return {};
}

bool ElfFile::ReadDynamic() {
  for (size_t i = 0; i < segment_count_; ++i) {
    if (segments_[i].type != PT_DYNAMIC) continue;
    return class_.bits == ELFCLASS32 ? ReadEntries<Elf32_Dyn>(segments_[i])
                                     : ReadEntries<Elf64_Dyn>(segments_[i]);
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
      if (needed_count_ < kMostNeeded) needed_[needed_count_++] = value;
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
  for (size_t i = 0; i < segment_count_; ++i) {
    const Segment& segment = segments_[i];
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
  return TextAt(static_cast<uint64_t>(dynamic_.strings + offset), out, room);
}

std::string_view ElfFile::Rpath(PathList* out) const {
  return dynamic_.runpath >= 0 ? std::string_view()
                               : StringAt(dynamic_.rpath, *out, sizeof(*out));
}

std::string_view ElfFile::Runpath(PathList* out) const {
  return StringAt(dynamic_.runpath, *out, sizeof(*out));
}

std::string_view ElfFile::Needed(size_t index, WordBuffer* out) const {
  if (index >= needed_count_) return {};
  return StringAt(static_cast<int64_t>(needed_[index]), *out, sizeof(*out));
}

}  // namespace landshim
