// Finds out which file this object is, and looks for it in ld.so's list.
#include "shim/system_wide.h"

#include <linux/auxvec.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/lexer.h"
#include "policy/text.h"
#include "shim/report.h"
#include "shim/syscalls.h"

// Where this object's own PT_DYNAMIC is mapped: the linker's name for it.
extern "C" __attribute__((visibility("hidden")))
const Elf64_Dyn own_dynamic[] asm("_DYNAMIC");

namespace landshim {
namespace {

constexpr char kPreloadList[] = "/etc/ld.so.preload";
constexpr size_t kLongestList = 16384;

char list_buffer[kLongestList + 1];
WordBuffer entry_buffer;

// The head of what ld.so tells debuggers, the same in glibc and musl
// (<link.h>: struct link_map, struct r_debug).
struct LinkMap {
  uint64_t address;
  const char* name;
  const Elf64_Dyn* dynamic;
  const LinkMap* next;
};

struct DebugHead {
  int version;
  const LinkMap* first;
};

const Elf64_Dyn* ProgramDynamic(const ProcessStart& start) {
  const auto* header = reinterpret_cast<const Elf64_Phdr*>(start.Aux(AT_PHDR));
  const uint64_t count = start.Aux(AT_PHNUM);
  if (header == nullptr) return nullptr;
  uint64_t base = 0;
  for (uint64_t i = 0; i < count; ++i) {
    if (header[i].p_type == PT_PHDR) {
      base = reinterpret_cast<uint64_t>(header) - header[i].p_vaddr;
    }
  }
  for (uint64_t i = 0; i < count; ++i) {
    if (header[i].p_type == PT_DYNAMIC) {
      return reinterpret_cast<const Elf64_Dyn*>(base + header[i].p_vaddr);
    }
  }
  return nullptr;
}

bool IsSameFile(std::string_view entry, std::string_view own) {
  if (entry == own) return true;
  // ld.so looked these up in its own way: $LIB, or a name without a path. What
  // it finds so is in the system's directories.
  if (entry.find('$') != std::string_view::npos ||
      BaseName(entry).size() == entry.size()) {
    return (Begins(own, "/lib") || Begins(own, "/usr/lib")) &&
           BaseName(entry) == BaseName(own);
  }
  if (entry.size() > kLongestWord) return false;
  Text path(entry_buffer, kLongestWord);
  path.Append(entry);
  path.Terminated();
  struct stat listed;
  struct stat loaded;
  return sys::StatAt(AT_FDCWD, entry_buffer, &listed) == 0 &&
         sys::StatAt(AT_FDCWD, own.data(), &loaded) == 0 &&
         listed.st_dev == loaded.st_dev && listed.st_ino == loaded.st_ino;
}

// Cuts the first entry off *list; a '#' begins a comment (ld.so(8)).
std::string_view NextEntry(std::string_view* list) {
  size_t at = 0;
  while (at < list->size()) {
    if ((*list)[at] == '#') {
      while (at < list->size() && (*list)[at] != '\n') ++at;
    } else if (IsListSeparator((*list)[at])) {
      ++at;
    } else {
      break;
    }
  }
  const size_t start = at;
  while (at < list->size() && !IsListSeparator((*list)[at]) &&
         (*list)[at] != '#') {
    ++at;
  }
  const std::string_view entry = list->substr(start, at - start);
  list->remove_prefix(at);
  return entry;
}

std::string_view ReadList() {
  const long fd = sys::OpenAt(AT_FDCWD, kPreloadList, O_RDONLY | O_CLOEXEC);
  // Who uses up the descriptors is not to choose the policy.
  if (fd == -EMFILE || fd == -ENFILE) {
    Fail(Named(kPreloadList), ProblemKind::kNoDescriptors);
  }
  if (fd < 0) return {};
  size_t size = 0;
  while (size < kLongestList) {
    const long got = sys::Read(static_cast<int>(fd), list_buffer + size,
                               kLongestList - size);
    if (got <= 0) break;
    size += static_cast<size_t>(got);
  }
  sys::Close(static_cast<int>(fd));
  return {list_buffer, size};
}

}  // namespace

std::string_view OwnName(const ProcessStart& start) {
  const Elf64_Dyn* entry = ProgramDynamic(start);
  for (; entry != nullptr && entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag != DT_DEBUG || entry->d_un.d_ptr == 0) continue;
    const auto* head = reinterpret_cast<const DebugHead*>(entry->d_un.d_ptr);
    for (const LinkMap* map = head->first; map != nullptr; map = map->next) {
      if (map->dynamic == own_dynamic) return map->name;
    }
  }
  return {};
}

bool IsPreloadedSystemWide(const ProcessStart& start) {
  if (!start.glibc) return false;
  std::string_view list = ReadList();
  if (list.empty()) return false;
  const std::string_view own = OwnName(start);
  if (own.empty()) return false;
  while (true) {
    const std::string_view entry = NextEntry(&list);
    if (entry.empty()) return false;
    if (IsSameFile(entry, own)) return true;
  }
}

}  // namespace landshim
