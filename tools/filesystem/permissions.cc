// Asks where there is a question to ask; follows the kernel's rules where not.
#include "tools/filesystem/permissions.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

namespace landshim {
namespace {

constexpr long kFaccessat2 = 439;  // Linux 5.8; the same number everywhere

// Whose files the kernel takes for the caller's own (setfsuid(2)).
uid_t FilesystemUser() {
  constexpr uid_t kNobodyNew = -1;
  return static_cast<uid_t>(setfsuid(kNobodyNew));
}

// A setting of /proc/sys/fs; 0 where it cannot be read.
int Setting(const std::string& name) {
  std::ifstream file("/proc/sys/fs/" + name);
  int value = 0;
  file >> value;
  return value;
}

bool HasCapability(int number) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  if (syscall(SYS_capget, &header, data) != 0) return false;
  return ((data[number / 32].effective >> (number % 32)) & 1) != 0;
}

bool IsSafeToLink(int fd, const struct stat& file) {
  if (!S_ISREG(file.st_mode) || (file.st_mode & S_ISUID) != 0) return false;
  if ((file.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP)) {
    return false;
  }
  return AskAccess(fd, R_OK | W_OK) == 0;
}

}  // namespace

int AskAccess(int fd, int mode) {
  if (syscall(kFaccessat2, fd, "", mode, AT_EACCESS | AT_EMPTY_PATH) == 0) {
    return 0;
  }
  if (errno != ENOSYS && errno != EPERM) return errno;
  // A kernel or a seccomp filter without the call.
  const int refused = errno;
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  if (faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0) return 0;
  return errno == ENOENT ? refused : errno;
}

bool MayFollow(const struct stat& directory, const struct stat& link) {
  if (link.st_uid == FilesystemUser()) return true;
  constexpr mode_t kShared = S_ISVTX | S_IWOTH;
  if ((directory.st_mode & kShared) != kShared) return true;
  if (directory.st_uid == link.st_uid) return true;
  return Setting("protected_symlinks") == 0;
}

int AskReuse(const struct stat& directory, const struct stat& file) {
  const bool fifo = S_ISFIFO(file.st_mode);
  if ((directory.st_mode & S_ISVTX) == 0 || file.st_uid == directory.st_uid ||
      file.st_uid == FilesystemUser()) {
    return 0;
  }
  // What is neither of the two has no setting that would allow it.
  const int level = fifo                    ? Setting("protected_fifos")
                    : S_ISREG(file.st_mode) ? Setting("protected_regular")
                                            : 1;
  const bool shared = (directory.st_mode & S_IWOTH) != 0;
  const bool group = (directory.st_mode & S_IWGRP) != 0;
  return (level >= 1 && shared) || (level >= 2 && group) ? EACCES : 0;
}

int AskRemove(const struct stat& directory, const struct stat& file) {
  if ((directory.st_mode & S_ISVTX) == 0) return 0;
  const uid_t user = FilesystemUser();
  if (file.st_uid == user || directory.st_uid == user) return 0;
  return HasCapability(CAP_FOWNER) ? 0 : EPERM;
}

int AskLink(int fd, const struct stat& file) {
  if (file.st_uid == FilesystemUser() || HasCapability(CAP_FOWNER)) return 0;
  if (IsSafeToLink(fd, file)) return 0;
  return Setting("protected_hardlinks") == 0 ? 0 : EPERM;
}

}  // namespace landshim
