// An ELF file and a linker's cache as `run` looks at them.
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <string_view>

#include "shim/launch/elf_file.h"
#include "shim/launch/linker_cache.h"
#include "tests/fuzz/input.h"

namespace landshim::testing {
namespace {

// As large as an input of libFuzzer's, and somewhat more.
constexpr size_t kMostSteps = 100000;

class MemoryFile {
 public:
  MemoryFile(const uint8_t* data, size_t size)
      : fd_(memfd_create("fuzz", MFD_CLOEXEC)) {
    Require(write(fd_, data, size) == static_cast<ssize_t>(size), "a file");
  }
  ~MemoryFile() { close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int fd() const { return fd_; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

void CheckElf(int fd) {
  elf_file.Open(fd);
  elf_file.FirstBytes(1024);
  if (!elf_file.Read()) return;
  static WordBuffer word;
  static PathList list;
  const std::string_view linker = elf_file.Interpreter(&word);
  Require(linker.size() < sizeof(word), "a linker's name fits");
  if (!elf_file.ReadDynamic()) return;
  Require(elf_file.Rpath(&list).size() < sizeof(list), "RPATH fits");
  Require(elf_file.Runpath(&list).size() < sizeof(list), "RUNPATH fits");
  int count = 0;
  while (elf_file.Needed(count, &word).data() != nullptr) {
    Require(++count < 10000, "what is needed ends");
  }
}

void CheckCache(const std::string& path) {
  LinkerCache cache;
  if (!cache.Open(path.c_str())) return;
  for (const char* name : {"libc.so.6", "liba.so", ""}) {
    size_t steps = 0;
    for (const char* at = cache.Find(name); at != nullptr;
         at = cache.FindNext(name)) {
      Require(std::strlen(at) < (size_t{1} << 20), "a path ends");
      Require(++steps < kMostSteps, "a cache ends");
    }
  }
}

}  // namespace

int TestOneInput(const uint8_t* data, size_t size) {
  const MemoryFile file(data, size);
  CheckElf(file.fd());
  // The mapping stays with the process, as that of a launch may.
  static int opened = 0;
  if (opened++ < 20000) CheckCache(file.path());
  return 0;
}

}  // namespace landshim::testing
