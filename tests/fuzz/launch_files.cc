// A script, an ELF file and a linker's cache as `run` looks at them.
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <string_view>

#include "shim/launch/elf_file.h"
#include "shim/launch/linker_cache.h"
#include "shim/launch/script_line.h"
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

 private:
  int fd_;
};

KernelMachine machine;
TextPool pool;
ElfFile elf_file;

void CheckScript(std::string_view bytes) {
  ScriptLine line;
  if (!ReadScriptLine(bytes, &line)) return;
  Require(line.interpreter.size() < kFirstBytes, "an interpreter is short");
  Require(line.argument.size() < kFirstBytes, "an argument is short");
  Require(line.interpreter.find('\n') == std::string_view::npos ||
              bytes.find('\n') >= kFirstBytes,
          "an interpreter is on one line");
}

void ReadAll() {
  static WordBuffer word;
  static PathList list;
  bool damaged = false;
  const std::string_view linker = elf_file.Interpreter(&word, &damaged);
  Require(linker.size() < sizeof(word), "a linker's name fits");
  if (!elf_file.ReadDynamic()) return;
  Require(elf_file.Rpath(&list).size() < sizeof(list), "RPATH fits");
  Require(elf_file.Runpath(&list).size() < sizeof(list), "RUNPATH fits");
  Require(elf_file.Soname(&word).size() < sizeof(word), "SONAME fits");
  int count = 0;
  while (elf_file.Needed(count, &word).data() != nullptr) {
    Require(++count < 10000, "what is needed ends");
  }
}

void CheckElf(int fd) {
  for (const bool as_library : {false, true}) {
    elf_file.Open(fd, &machine, &pool);
    if (as_library ? elf_file.ReadLibrary() : elf_file.ReadProgram()) {
      ReadAll();
    }
  }
  elf_file = ElfFile();
  pool.Release();
}

void CheckCache(int fd) {
  LinkerCache cache;
  if (!cache.Open(fd, &machine)) return;
  for (const char* name : {"libc.so.6", "liba.so", ""}) {
    size_t steps = 0;
    for (const char* at = cache.Find(name); at != nullptr;
         at = cache.FindNext(name)) {
      Require(std::strlen(at) < (size_t{1} << 20), "a path ends");
      Require(++steps < kMostSteps, "a cache ends");
    }
  }
  cache.Close();
}

}  // namespace

int TestOneInput(const uint8_t* data, size_t size) {
  const MemoryFile file(data, size);
  CheckScript(std::string_view(reinterpret_cast<const char*>(data), size)
                  .substr(0, kFirstBytes));
  CheckElf(file.fd());
  CheckCache(file.fd());
  return 0;
}

}  // namespace landshim::testing
