// Opening files, and what is done to open ones.
#include <asm/termbits.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "tools/checker/plan.h"
#include "tools/filesystem/traced.h"

namespace landshim {
namespace {

int OpenFlags(const OpenMode& mode) {
  int flags = O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  if (mode.path_only) return O_CLOEXEC | O_PATH;
  if (mode.ioctl_only) {
    flags |= O_ACCMODE;
  } else if (mode.write) {
    flags |= mode.read ? O_RDWR : O_WRONLY;
  }
  if (mode.truncate) flags |= O_TRUNC;
  if (mode.directory) flags |= O_DIRECTORY;
  if (mode.no_follow) flags |= O_NOFOLLOW;
  if (mode.unnamed) flags |= O_TMPFILE;
  return flags;
}

// Devices that do nothing when they are opened and closed: memory that keeps
// nothing, and terminals (Documentation/admin-guide/devices.txt).
bool IsHarmless(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISCHR(status.st_mode)) {
    return false;
  }
  const unsigned first = major(status.st_rdev);
  const unsigned second = minor(status.st_rdev);
  constexpr unsigned kMemory[] = {3, 5, 7, 8, 9};
  if (first == 1) {
    return std::find(std::begin(kMemory), std::end(kMemory), second) !=
           std::end(kMemory);
  }
  return (first == 5 && (second == 0 || second == 2)) ||
         (first >= 136 && first <= 143);
}

// Opens, and asks a device for what terminals know. Whatever it answers but
// EACCES comes after Landlock.
// `use`: some of what /proc shows is opened by everybody and read by few.
int OpenAndAsk(const char* path, int flags, bool ask, bool use) {
  const int fd = open(path, flags, 0600);
  if (fd < 0) return errno;
  int error = 0;
  if (use) error = ReadSome(fd);
  termios settings = {};
  if (ask && ioctl(fd, TCGETS, &settings) != 0 && errno == EACCES) {
    error = EACCES;
  }
  close(fd);
  return error;
}

// What must not be opened itself: a FIFO wakes the one that waits at its other
// end, a device may do anything.
bool NeedsStandIn(const Found& found, const OpenMode& mode) {
  if (mode.path_only) return false;
  // O_EXCL must fail, whatever happens meanwhile.
  if (mode.create && mode.exclusive) return true;
  switch (found.object.kind) {
    case FileKind::kFifo:
      return true;
    case FileKind::kCharDevice:
    case FileKind::kBlockDevice:
      return !IsHarmless(found.path);
    case FileKind::kRegular:
      return mode.truncate;
    default:
      return false;
  }
}

// File systems that look at the limit before they change anything.
bool ChecksLimitFirst(const std::string& path) {
  constexpr uint32_t kKnown[] = {
      0xef53,      // ext2, ext3, ext4
      0x58465342,  // xfs
      0x9123683e,  // btrfs
      0x01021994,  // tmpfs
      0xf2f52010,  // f2fs
  };
  struct statfs status = {};
  return statfs(path.c_str(), &status) == 0 &&
         std::find(std::begin(kKnown), std::end(kKnown),
                   static_cast<uint32_t>(status.f_type)) != std::end(kKnown);
}

// Asks for one byte more than may be: the kernel's last answer before anything
// changes is EFBIG.
int TruncateBeyondLimit(const std::string& path) {
  const rlimit nothing = {0, 0};
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return errno;
  signal(SIGXFSZ, SIG_IGN);
  if (setrlimit(RLIMIT_FSIZE, &nothing) != 0) return errno;
  const int result = truncate(path.c_str(), status.st_size + 1);
  return result != 0 && errno != EFBIG ? errno : 0;
}

}  // namespace

Plan PlanOpen(const Operation& operation, Filesystem* filesystem,
              Stage* stage) {
  const OpenMode& mode = operation.open;
  const Found found = filesystem->Find(
      operation.path, mode.no_follow ? LastName::kKeep : LastName::kFollow);
  const bool ask = !operation.access.empty() || mode.ioctl_only;
  int flags = OpenFlags(mode);
  std::string path = operation.path;
  StageName name;
  int error = 0;
  Plan plan;
  if (found.error == ENOENT && mode.create && !found.path.empty() &&
      found.parent.kind == FileKind::kDirectory) {
    if (!stage->NewName(DirectoryOf(found), &name, &error)) {
      return NoStandIn(DirectoryOf(found), error);
    }
    flags |= O_CREAT | O_EXCL;
    path = name.path;
    plan.stands_in = true;
  } else if (found.error == 0 && NeedsStandIn(found, mode)) {
    if (!stage->Make(DirectoryOf(found), found.object, &name, &error)) {
      return NoStandIn(DirectoryOf(found), error);
    }
    if (mode.create && mode.exclusive) flags |= O_CREAT | O_EXCL;
    path = name.path;
    plan.stands_in = true;
  }
  const bool use = found.object.traced == TraceCheck::kUse;
  plan.deed = [=] { return OpenAndAsk(path.c_str(), flags, ask, use); };
  return plan;
}

Plan PlanTruncate(const Operation& operation, Filesystem* filesystem,
                  Stage* stage) {
  const Found found = filesystem->Find(operation.path, LastName::kFollow);
  const std::string path = operation.path;
  Plan plan;
  if (found.error != 0) return EndsWith(found.error);
  if (found.object.kind == FileKind::kDirectory) return EndsWith(EISDIR);
  if (found.object.kind != FileKind::kRegular) return EndsWith(EINVAL);
  StageName name;
  int error = 0;
  if (stage->Make(DirectoryOf(found), found.object, &name, &error)) {
    plan.stands_in = true;
    plan.deed = [name] {
      return truncate(name.path.c_str(), 1) == 0 ? 0 : errno;
    };
    return plan;
  }
  if (!ChecksLimitFirst(found.path)) {
    return NoStandIn(DirectoryOf(found), error);
  }
  plan.deed = [path] { return TruncateBeyondLimit(path); };
  return plan;
}

Plan PlanIoctl(const Operation& operation, Filesystem* filesystem,
               Stage* stage) {
  Operation opened = operation;
  // Opening so needs no right: only the ioctl does.
  opened.open = {.ioctl_only = true};
  const Found found = filesystem->Find(operation.path, LastName::kFollow);
  if (found.error == 0 && found.object.kind == FileKind::kDirectory) {
    return CannotBeTried("a directory cannot be opened for ioctl(2) only");
  }
  Plan plan = PlanOpen(opened, filesystem, stage);
  plan.may_fail_first = true;
  return plan;
}

}  // namespace landshim
