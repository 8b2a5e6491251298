// Everything here is closed by the shim, or by the kernel at the next exec.
#include "shim/launch/descriptors.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/resource.h>

#include <initializer_list>

#include "policy/text.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr unsigned kNoExecSeal = 8;  // MFD_NOEXEC_SEAL, Linux 6.3

bool IsFree(int fd) { return sys::Call(__NR_fcntl, fd, F_GETFD) == -EBADF; }

// What is open now, but not for the program.
bool WillBeFree(int fd) {
  const long flags = sys::Call(__NR_fcntl, fd, F_GETFD);
  return flags == -EBADF || (flags >= 0 && (flags & FD_CLOEXEC) != 0);
}

rlimit64 LimitOf(int resource, rlimit64 otherwise) {
  rlimit64 limit = otherwise;
  sys::Call(__NR_prlimit64, 0, resource, 0, sys::Address(&limit));
  return limit;
}

int HighestFree(int below) {
  for (int fd = below - 1; fd > 2; --fd) {
    if (IsFree(fd)) return fd;
  }
  return -1;
}

// ld.so opens one file at a time, the shim two; and a file in memory begins at
// a lower descriptor.
bool LeavesEnough(int below) {
  constexpr int kEnough = 3;
  int free_later = 0;
  bool one_now = false;
  for (int fd = 3; fd < below && (free_later < kEnough || !one_now); ++fd) {
    if (WillBeFree(fd)) ++free_later;
    if (IsFree(fd)) one_now = true;
  }
  return free_later >= kEnough && one_now;
}

constexpr unsigned kLast = ~0U;
constexpr unsigned kCloseOnExec = 1 << 2;  // CLOSE_RANGE_CLOEXEC, Linux 5.11

// From `first` to `last`, by close_range(2) with `flags`. Where a filter or an
// old kernel has none, one by one: fs.nr_open is not more by default.
void CloseRange(unsigned first, unsigned last, unsigned flags) {
  constexpr unsigned kMost = 1 << 20;
  if (first > last || sys::Call(__NR_close_range, first, last, flags) == 0) {
    return;
  }
  for (unsigned fd = first; fd <= last && fd < kMost; ++fd) {
    if (flags == 0) {
      sys::Close(static_cast<int>(fd));
    } else {
      sys::Call(__NR_fcntl, fd, F_SETFD, FD_CLOEXEC);
    }
  }
}

}  // namespace

void CloseFrom(int first) {
  CloseRange(static_cast<unsigned>(first), kLast, 0);
}

void CloseOnExec(int kept, int also_kept) {
  if (kept > also_kept) {
    const int higher = kept;
    kept = also_kept;
    also_kept = higher;
  }
  unsigned first = 3;
  for (const int fd : {kept, also_kept}) {
    if (fd < 3) continue;
    CloseRange(first, static_cast<unsigned>(fd) - 1, kCloseOnExec);
    first = static_cast<unsigned>(fd) + 1;
  }
  CloseRange(first, kLast, kCloseOnExec);
}

HighDescriptors FindHighDescriptors() {
  constexpr uint64_t kHighest = 1024;
  const rlimit64 limit = LimitOf(RLIMIT_NOFILE, {kHighest, kHighest});
  const int below =
      static_cast<int>(limit.rlim_cur < kHighest ? limit.rlim_cur : kHighest);
  HighDescriptors found;
  found.first = HighestFree(below);
  found.second = found.first < 0 ? -1 : HighestFree(found.first);
  if (found.second < 0 || !LeavesEnough(found.second)) return {};
  return found;
}

long MakeSealed(const char* name, std::string_view bytes, int at) {
  long fd = sys::Call(__NR_memfd_create, sys::Address(name),
                      MFD_ALLOW_SEALING | MFD_CLOEXEC | kNoExecSeal);
  if (fd == -EINVAL) {
    fd = sys::Call(__NR_memfd_create, sys::Address(name),
                   MFD_ALLOW_SEALING | MFD_CLOEXEC);
  }
  if (fd < 0) return fd;
  const int low = static_cast<int>(fd);
  while (!bytes.empty()) {
    const long written = sys::Write(low, bytes.data(), bytes.size());
    if (written == -EINTR) continue;
    if (written <= 0) {
      sys::Close(low);
      return written < 0 ? written : -EIO;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  long result =
      sys::Call(__NR_fcntl, low, F_ADD_SEALS,
                F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  if (result == 0) result = sys::Call(__NR_dup3, low, at, 0);
  sys::Close(low);
  return result;
}

uint64_t LargestFile() {
  return LimitOf(RLIMIT_FSIZE, {UINT64_MAX, UINT64_MAX}).rlim_cur;
}

std::string_view PackTexts(const PolicyFiles& files, TextPool* pool) {
  size_t size = 1;
  for (int i = 0; files.At(i) != nullptr; ++i) {
    size += 3 + files.At(i)->name.size() + files.At(i)->text.size();
  }
  auto* buffer = static_cast<char*>(pool->KeepRoom(size + 1));
  if (buffer == nullptr) return {};
  Text packed(buffer, size);
  for (int i = 0; files.At(i) != nullptr; ++i) {
    const Source& source = *files.At(i);
    // The shim has the fragments itself.
    if (source.kind == SourceKind::kFragment) continue;
    packed.Append(static_cast<char>('A' + static_cast<char>(source.kind)));
    packed.Append(source.name);
    packed.Append('\0');
    packed.Append(source.text);
    packed.Append('\0');
  }
  packed.Append('\0');
  return packed.view();
}

}  // namespace landshim
