// Numbers of users, as this process's user namespace has them.
#include "shim/trust.h"

#include <linux/fcntl.h>

#include "shim/syscalls.h"

namespace landshim {
namespace {

constexpr uint32_t kNobody = 65534;  // fs.overflowuid

uint32_t User() { return static_cast<uint32_t>(sys::Call(__NR_geteuid)); }

// True if the number stands for users of other namespaces, and for nobody here.
// In the first namespace, and where that many numbers were handed out, it is a
// user's own.
bool IsFromOutside(uint32_t owner) {
  if (owner != kNobody) return false;
  char map[4096];
  const long fd =
      sys::OpenAt(AT_FDCWD, "/proc/self/uid_map", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const long size = sys::Read(static_cast<int>(fd), map, sizeof(map));
  sys::Close(static_cast<int>(fd));
  if (size <= 0 || size == sizeof(map)) return false;
  // "first-inside first-outside count", a line each.
  uint64_t numbers[3] = {};
  int column = 0;
  bool in_number = false;
  for (long i = 0; i < size; ++i) {
    const char c = map[i];
    if (c >= '0' && c <= '9') {
      numbers[column] = numbers[column] * 10 + static_cast<uint64_t>(c - '0');
      in_number = true;
      continue;
    }
    if (in_number) ++column;
    in_number = false;
    if (c != '\n') continue;
    if (column != 3 ||
        (kNobody >= numbers[0] && kNobody - numbers[0] < numbers[2])) {
      return false;
    }
    column = 0;
    numbers[0] = numbers[1] = numbers[2] = 0;
  }
  return true;
}

bool OwnsRoot(uint32_t owner) {
  struct stat root;
  return sys::StatAt(AT_FDCWD, "/", &root) == 0 && root.st_uid == owner;
}

}  // namespace

bool IsTrusted(uint32_t owner, Trusted trusted) {
  return owner == 0 || (trusted == Trusted::kRootAndUser && owner == User()) ||
         OwnsRoot(owner) || IsFromOutside(owner);
}

}  // namespace landshim
