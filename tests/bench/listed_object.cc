// Enforces rules on any number of paths with as little as Landlock takes: an
// access mask, then paths that end in NUL, from the file named by the variable
// LISTED_PATHS.
#include <asm/stat.h>

#include "tests/bench/least_calls.h"

namespace landshim::bench {
namespace {

struct List {
  uint64_t access;
  const char* at;
  const char* end;
};

const char* FindListName(char** envp) {
  constexpr char kName[] = "LISTED_PATHS=";
  for (; *envp != nullptr; ++envp) {
    const char* entry = *envp;
    const char* name = kName;
    while (*name != '\0' && *entry == *name) ++entry, ++name;
    if (*name == '\0') return entry;
  }
  return nullptr;
}

// Fresh pages and one read(2), as the shim does it: mapping the file itself
// would take a page fault for each 64 KiB instead of a copy.
List Read(const char* name) {
  const long fd =
      Must(Call(__NR_openat, AT_FDCWD, Address(name), O_RDONLY | O_CLOEXEC, 0));
  struct stat status;
  Must(Call(__NR_fstat, fd, Address(&status)));
  const long size = status.st_size;
  const long pages = Must(Call(__NR_mmap, 0, size, 0x3, 0x22, -1, 0));
  if (Must(Call(__NR_read, fd, pages, size)) != size) Must(-1);
  Must(Call(__NR_close, fd));
  const auto* text = reinterpret_cast<const char*>(pages);
  return {*reinterpret_cast<const uint64_t*>(text), text + sizeof(uint64_t),
          text + size};
}

__attribute__((constructor)) void Enforce(int /*argc*/, char** /*argv*/,
                                          char** envp) {
  const char* name = FindListName(envp);
  if (name == nullptr) Must(-1);
  List list = Read(name);
  const int ruleset = Create();
  while (list.at != list.end) {
    Add(ruleset, list.at, list.access);
    while (*list.at++ != '\0') {
    }
  }
  Restrict(ruleset);
}

}  // namespace
}  // namespace landshim::bench
