// Which paths of a policy a sandboxed program could make lead elsewhere.
#ifndef LANDSHIM_SHIM_REPLACEABLE_H_
#define LANDSHIM_SHIM_REPLACEABLE_H_

#include <linux/fcntl.h>
#include <linux/openat2.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "policy/plain_path.h"

namespace landshim {

// The directories in which the policy lets the program replace names, as a set
// of hashes of their paths. A path beneath one of them may be a symbolic link
// at the next start, because this start's program planted it. Paths are
// compared as text; `landshim check` compares what they lead to.
// Async-signal-safe; beyond kFewDirectories one mmap(2) for each doubling.
class ReplaceableNames {
 public:
  constexpr ReplaceableNames() = default;

  // Notes that names beneath `directory` may be replaced. False: no memory.
  bool Add(std::string_view directory);

  bool empty() const { return count_ == 0 && !root_; }

  // The uppermost such directory that `path` lies beneath, as a prefix of it
  // ("/" for the root); empty where there is none. Both must be plain: see
  // PlainPath.
  std::string_view Above(std::string_view path) const;

  void Release();

 private:
  static constexpr size_t kFewDirectories = 16;

  bool Grow();
  bool Insert(uint64_t hash);
  uint64_t* Slot(uint64_t hash) const;

  uint64_t* table_ = nullptr;  // few_ or pages; null until something is in it
  size_t mask_ = 0;            // its size, a power of two, less one
  size_t count_ = 0;
  bool root_ = false;
  uint64_t few_[2 * kFewDirectories] = {};
};

// Opens `path` (NUL-terminated) beneath its first `above` bytes, a directory in
// which names may be replaced: that by what it is called, and from there on
// without following any link. *buffer is written to; `path` may lie in it.
// `opener` has Open(directory, path, flags, resolve) as openat2(2), and
// Close(fd). The descriptor, or -errno: -ELOOP for a link.
template <typename Opener>
long OpenBeneath(std::string_view path, size_t above, int flags,
                 WordBuffer* buffer, Opener* opener) {
  if (above == 1) {  // the root
    return opener->Open(AT_FDCWD, path.data(), flags, RESOLVE_NO_SYMLINKS);
  }
  if (path.data() != *buffer) {
    std::memcpy(*buffer, path.data(), path.size() + 1);
  }
  (*buffer)[above] = '\0';
  const long base = opener->Open(AT_FDCWD, *buffer, O_PATH | O_CLOEXEC, 0);
  if (base < 0) return base;
  const int directory = static_cast<int>(base);
  const long fd = opener->Open(directory, *buffer + above + 1, flags,
                               RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
  opener->Close(directory);
  return fd;
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_REPLACEABLE_H_
