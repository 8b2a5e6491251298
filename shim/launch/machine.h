// What preparing a launch asks of the system: the kernel here, files in memory
// where tests and fuzzers look at launches that nobody would make.
#ifndef LANDSHIM_SHIM_LAUNCH_MACHINE_H_
#define LANDSHIM_SHIM_LAUNCH_MACHINE_H_

#include <cstddef>
#include <cstdint>

namespace landshim {

// What is asked of a struct stat (stat(2)), whose own header goes with no
// libc's.
struct FileStatus {
  uint64_t device;
  uint64_t inode;
  unsigned mode;
  unsigned user;
  unsigned group;
  int64_t size;

  bool IsRegular() const { return (mode & 0170000) == 0100000; }
  bool IsDirectory() const { return (mode & 0170000) == 0040000; }
};

// Each function returns what its system call would: a result, or -errno.
// Paths are NUL-terminated. Descriptors are the caller's to close.
class Machine {
 public:
  // openat(2) from the working directory.
  virtual long Open(const char* path, int flags) = 0;
  // openat2(2) with RESOLVE_ flags; `directory` may be AT_FDCWD.
  virtual long OpenRestricted(int directory, const char* path, int flags,
                              uint64_t resolve) = 0;
  virtual void Close(int fd) = 0;
  // pread(2), fstat(2).
  virtual long ReadAt(int fd, void* to, size_t size, uint64_t offset) = 0;
  virtual long Stat(int fd, FileStatus* out) = 0;
  // stat(2), access(2).
  virtual long StatPath(const char* path, FileStatus* out) = 0;
  virtual long Access(const char* path, int mode) = 0;
  // 0 where this process may execute the open file; else why not, as far as
  // that can be told.
  virtual long MayExecute(int fd) = 0;
  // The path of the open file without symbolic links, not terminated: its size.
  virtual long PathOf(int fd, char* to, size_t size) = 0;
  // The size of the extended attribute that holds file capabilities.
  virtual long CapabilitiesOf(const char* path) = 0;
  // The file's first `size` bytes in memory, or -errno as the value.
  virtual long Map(int fd, size_t size) = 0;
  virtual void Unmap(void* pages, size_t size) = 0;
  virtual unsigned EffectiveUser() = 0;
  virtual unsigned EffectiveGroup() = 0;

 protected:
  ~Machine() = default;
};

// The running system, by raw system calls. Async-signal-safe.
class KernelMachine final : public Machine {
 public:
  long Open(const char* path, int flags) override;
  long OpenRestricted(int directory, const char* path, int flags,
                      uint64_t resolve) override;
  void Close(int fd) override;
  long ReadAt(int fd, void* to, size_t size, uint64_t offset) override;
  long Stat(int fd, FileStatus* out) override;
  long StatPath(const char* path, FileStatus* out) override;
  long Access(const char* path, int mode) override;
  long MayExecute(int fd) override;
  long PathOf(int fd, char* to, size_t size) override;
  long CapabilitiesOf(const char* path) override;
  long Map(int fd, size_t size) override;
  void Unmap(void* pages, size_t size) override;
  unsigned EffectiveUser() override;
  unsigned EffectiveGroup() override;
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_MACHINE_H_
