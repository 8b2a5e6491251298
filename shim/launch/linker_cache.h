// /etc/ld.so.cache, where glibc's dynamic linker looks names up.
#ifndef LANDSHIM_SHIM_LAUNCH_LINKER_CACHE_H_
#define LANDSHIM_SHIM_LAUNCH_LINKER_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shim/launch/machine.h"

namespace landshim {

inline constexpr char kLinkerCachePath[] = "/etc/ld.so.cache";

// Format: sysdeps/generic/dl-cache.h of glibc, "new" format, the only one
// since 2.2. Async-signal-safe; one mmap(2).
class LinkerCache {
 public:
  constexpr LinkerCache() = default;

  // Reads an open regular file, which may be closed afterwards. False: it is
  // no cache.
  bool Open(int fd, Machine* machine);

  // Gives the memory back; then nothing of it is found any more.
  void Close();

  // The paths under `name`, of all architectures; nullptr behind the last.
  const char* Find(const char* name);
  const char* FindNext(const char* name);

 private:
  struct Entry;

  Entry EntryAt(uint32_t index) const;
  const char* TextAt(uint32_t offset) const;

  Machine* machine_ = nullptr;
  const char* file_ = nullptr;  // the mapping
  size_t file_size_ = 0;
  const char* base_ = nullptr;  // of the new format in it
  size_t size_ = 0;             // up to the last NUL
  uint32_t count_ = 0;
  uint32_t next_ = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_LINKER_CACHE_H_
