// Both classes are read by the same code: a field is an offset and a width.
// Every number comes from a file that may be anything, so each is checked.
#include "tools/checker/elf_file.h"

#include <elf.h>

#include <cstddef>
#include <cstring>
#include <sstream>

namespace landshim {
namespace {

constexpr size_t kMostHeaders = 128;
constexpr size_t kMostDynamic = 4096;
constexpr size_t kMostNeeded = 512;
constexpr size_t kLongestString = 4096;

struct Segment {
  uint32_t type = 0;
  uint64_t offset = 0;
  uint64_t address = 0;
  uint64_t size = 0;
};

template <typename T>
T At(const std::string& bytes, size_t offset) {
  T value = {};
  if (offset <= bytes.size() && bytes.size() - offset >= sizeof(T)) {
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
  }
  return value;
}

template <typename Header, typename ProgramHeader>
std::vector<Segment> ReadSegments(const std::string& path,
                                  const std::string& start, Content* content) {
  const auto header = At<Header>(start, 0);
  std::vector<Segment> segments;
  if (header.e_phentsize != sizeof(ProgramHeader) ||
      header.e_phnum > kMostHeaders) {
    return segments;
  }
  const std::string table =
      content
          ->Read(path, header.e_phoff, header.e_phnum * sizeof(ProgramHeader))
          .value_or("");
  for (size_t at = 0; at + sizeof(ProgramHeader) <= table.size();
       at += sizeof(ProgramHeader)) {
    const auto row = At<ProgramHeader>(table, at);
    segments.push_back({row.p_type, row.p_offset, row.p_vaddr, row.p_filesz});
  }
  return segments;
}

// Where in the file an address of the image is; 0 where it is nowhere.
uint64_t OffsetOf(uint64_t address, const std::vector<Segment>& segments) {
  for (const Segment& segment : segments) {
    if (segment.type == PT_LOAD && address >= segment.address &&
        address - segment.address < segment.size) {
      return segment.offset + (address - segment.address);
    }
  }
  return 0;
}

std::string ReadString(const std::string& path, uint64_t offset,
                       Content* content) {
  const std::string bytes =
      content->Read(path, offset, kLongestString).value_or("");
  return bytes.substr(0, bytes.find('\0'));
}

std::vector<std::string> SplitAtColons(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ':');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

template <typename Dynamic>
void ReadDynamic(const std::string& path, const Segment& dynamic,
                 const std::vector<Segment>& segments, Content* content,
                 ElfFile* file) {
  if (dynamic.size > kMostDynamic * sizeof(Dynamic)) return;
  const std::string table =
      content->Read(path, dynamic.offset, dynamic.size).value_or("");
  uint64_t strings = 0;
  uint64_t runpath = 0;
  uint64_t rpath = 0;
  std::vector<uint64_t> needed;
  for (size_t at = 0; at + sizeof(Dynamic) <= table.size();
       at += sizeof(Dynamic)) {
    const auto entry = At<Dynamic>(table, at);
    if (entry.d_tag == DT_NULL || needed.size() == kMostNeeded) break;
    if (entry.d_tag == DT_STRTAB) {
      strings = OffsetOf(entry.d_un.d_ptr, segments);
    }
    if (entry.d_tag == DT_NEEDED) needed.push_back(entry.d_un.d_val);
    if (entry.d_tag == DT_RUNPATH) runpath = entry.d_un.d_val;
    if (entry.d_tag == DT_RPATH) rpath = entry.d_un.d_val;
  }
  if (strings == 0) return;
  for (const uint64_t name : needed) {
    file->needed.push_back(ReadString(path, strings + name, content));
  }
  const uint64_t list = runpath != 0 ? runpath : rpath;
  if (list != 0) {
    file->search = SplitAtColons(ReadString(path, strings + list, content));
  }
}

template <typename Header, typename ProgramHeader, typename Dynamic>
void ReadAs(const std::string& path, const std::string& start, Content* content,
            ElfFile* file) {
  file->machine = At<Header>(start, 0).e_machine;
  const std::vector<Segment> segments =
      ReadSegments<Header, ProgramHeader>(path, start, content);
  for (const Segment& segment : segments) {
    if (segment.type == PT_INTERP) {
      file->interpreter = ReadString(path, segment.offset, content);
    }
    if (segment.type == PT_DYNAMIC) {
      ReadDynamic<Dynamic>(path, segment, segments, content, file);
    }
  }
}

}  // namespace

bool IsNative(const ElfFile& file) {
#if defined(__x86_64__)
  constexpr uint16_t kMachine = EM_X86_64;
#else
  constexpr uint16_t kMachine = EM_AARCH64;
#endif
  return file.elf_class == ELFCLASS64 && file.machine == kMachine;
}

std::optional<ElfFile> ReadElf(const std::string& path, Content* content) {
  constexpr unsigned char kOwnByteOrder =
      __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
  const std::string start =
      content->Read(path, 0, sizeof(Elf64_Ehdr)).value_or("");
  if (start.size() < sizeof(Elf32_Ehdr) ||
      std::memcmp(start.data(), ELFMAG, SELFMAG) != 0 ||
      static_cast<unsigned char>(start[EI_DATA]) != kOwnByteOrder) {
    return std::nullopt;
  }
  ElfFile file;
  file.elf_class = static_cast<uint8_t>(start[EI_CLASS]);
  if (file.elf_class == ELFCLASS64 && start.size() == sizeof(Elf64_Ehdr)) {
    ReadAs<Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn>(path, start, content, &file);
  } else if (file.elf_class == ELFCLASS32) {
    ReadAs<Elf32_Ehdr, Elf32_Phdr, Elf32_Dyn>(path, start, content, &file);
  } else {
    return std::nullopt;
  }
  return file;
}

}  // namespace landshim
