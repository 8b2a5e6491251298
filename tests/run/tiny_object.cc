// One segment holds it all: headers, the dynamic section, and what that names.
#include "tests/run/tiny_object.h"

#include <elf.h>

#include <cstdint>
#include <cstring>

namespace landshim::testing {
namespace {

template <typename T>
void Append(const T& value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

constexpr size_t kSegments = 2;
constexpr size_t kDynamic = sizeof(Elf64_Ehdr) + kSegments * sizeof(Elf64_Phdr);

Elf64_Ehdr Header() {
  Elf64_Ehdr header = {};
  memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_DYN;
#if defined(__aarch64__)
  header.e_machine = EM_AARCH64;
#else
  header.e_machine = EM_X86_64;
#endif
  header.e_version = EV_CURRENT;
  header.e_phoff = sizeof(header);
  header.e_ehsize = sizeof(header);
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = kSegments;
  return header;
}

Elf64_Phdr Segment(uint32_t type, uint64_t offset, uint64_t size) {
  Elf64_Phdr segment = {};
  segment.p_type = type;
  segment.p_flags = PF_R | PF_W;
  segment.p_offset = segment.p_vaddr = segment.p_paddr = offset;
  segment.p_filesz = segment.p_memsz = size;
  segment.p_align = type == PT_LOAD ? 0x10000 : 8;
  return segment;
}

}  // namespace

std::string TinyObject(const std::vector<std::string>& needed,
                       const std::string& runpath) {
  std::string strings(1, '\0');
  std::vector<Elf64_Dyn> entries;
  const auto add = [&](int64_t tag, uint64_t value) {
    entries.push_back({tag, {value}});
  };
  const auto add_string = [&](int64_t tag, const std::string& text) {
    add(tag, strings.size());
    strings += text + '\0';
  };
  for (const std::string& name : needed) add_string(DT_NEEDED, name);
  if (!runpath.empty()) add_string(DT_RUNPATH, runpath);
  constexpr size_t kTables = 6;  // with DT_NULL
  const uint64_t symbols =
      kDynamic + (entries.size() + kTables) * sizeof(Elf64_Dyn);
  const uint64_t hash = symbols + sizeof(Elf64_Sym);
  const uint64_t text = hash + 4 * sizeof(uint32_t);
  add(DT_SYMTAB, symbols);
  add(DT_SYMENT, sizeof(Elf64_Sym));
  add(DT_HASH, hash);
  add(DT_STRTAB, text);
  add(DT_STRSZ, strings.size());
  add(DT_NULL, 0);

  std::string bytes;
  Append(Header(), &bytes);
  Append(Segment(PT_LOAD, 0, text + strings.size()), &bytes);
  Append(Segment(PT_DYNAMIC, kDynamic, symbols - kDynamic), &bytes);
  for (const Elf64_Dyn& entry : entries) Append(entry, &bytes);
  Append(Elf64_Sym{}, &bytes);
  for (const uint32_t word : {1, 1, 0, 0}) Append(word, &bytes);
  return bytes + strings;
}

}  // namespace landshim::testing
