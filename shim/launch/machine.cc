// One system call for each question, where the kernel has it.
#include "shim/launch/machine.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr long kFaccessat2 = 439;  // Linux 5.8, on every architecture
constexpr long kExecute = 1;       // X_OK

using DescriptorName = char[32];

void SpellDescriptor(int fd, DescriptorName* out) {
  Text name(*out, sizeof(*out) - 1);
  name.Append("/proc/self/fd/"sv);
  name.AppendNumber(static_cast<uint64_t>(fd));
  name.Terminated();
}

long Tell(long result, const struct stat& status, FileStatus* out) {
  if (result < 0) return result;
  *out = {status.st_dev, status.st_ino, status.st_mode,
          status.st_uid, status.st_gid, status.st_size};
  return result;
}

}  // namespace

long KernelMachine::Open(const char* path, int flags) {
  return sys::OpenAt(AT_FDCWD, path, flags);
}

long KernelMachine::OpenRestricted(int directory, const char* path, int flags,
                                   uint64_t resolve) {
  return sys::OpenAt2(directory, path, flags, resolve);
}

void KernelMachine::Close(int fd) { sys::Close(fd); }

long KernelMachine::ReadAt(int fd, void* to, size_t size, uint64_t offset) {
  return sys::ReadAt(fd, to, size, offset);
}

long KernelMachine::Stat(int fd, FileStatus* out) {
  struct stat status;
  const long result = sys::Stat(fd, &status);
  return Tell(result, status, out);
}

long KernelMachine::StatPath(const char* path, FileStatus* out) {
  struct stat status;
  const long result = sys::StatAt(AT_FDCWD, path, &status);
  return Tell(result, status, out);
}

long KernelMachine::Access(const char* path, int mode) {
  return sys::Access(path, mode);
}

long KernelMachine::MayExecute(int fd) {
  long error =
      sys::Call(kFaccessat2, fd, sys::Address(""), kExecute, AT_EMPTY_PATH);
  if (error == 0 || error == -EACCES) return error;
  // An older kernel, or a filter that does not know the call.
  DescriptorName name;
  SpellDescriptor(fd, &name);
  error = sys::Access(name, kExecute);
  if (error == 0 || error == -EACCES) return error;
  // Without /proc: execve(2) will tell, and what nobody may execute is not
  // executed.
  struct stat status;
  error = sys::Stat(fd, &status);
  if (error < 0) return error;
  constexpr unsigned kAnybodyExecutes = 0111;
  return (status.st_mode & kAnybodyExecutes) != 0 ? 0 : -EACCES;
}

long KernelMachine::PathOf(int fd, char* to, size_t size) {
  DescriptorName name;
  SpellDescriptor(fd, &name);
  return sys::ReadLinkAt(AT_FDCWD, name, to, size);
}

long KernelMachine::CapabilitiesOf(const char* path) {
  return sys::Call(__NR_getxattr, sys::Address(path),
                   sys::Address("security.capability"), 0, 0);
}

long KernelMachine::Map(int fd, size_t size) {
  return sys::MapFile(fd, size, sys::kMapNow);
}

void KernelMachine::Unmap(void* pages, size_t size) {
  sys::UnmapPages(pages, size);
}

unsigned KernelMachine::EffectiveUser() {
  return static_cast<unsigned>(sys::Call(__NR_geteuid));
}

unsigned KernelMachine::EffectiveGroup() {
  return static_cast<unsigned>(sys::Call(__NR_getegid));
}

}  // namespace landshim
