// Raw calls where libc would add or hide something.
#include "tests/mirror/deed.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>

namespace landshim::testing {
namespace {

constexpr unsigned kNoReplace = 1;
constexpr unsigned kExchange = 2;
constexpr unsigned kWhiteout = 4;

// 0 for what succeeded.
int Errno(long result) { return result < 0 ? errno : 0; }

int ErrnoOfDescriptor(long fd) {
  if (fd < 0) return errno;
  close(static_cast<int>(fd));
  return 0;
}

int UnixSocket(const std::string& name, bool abstract, bool binds) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const size_t skip = abstract ? 1 : 0;
  if (name.size() + skip > sizeof(address.sun_path)) return ENAMETOOLONG;
  memcpy(address.sun_path + skip, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                           skip + name.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto* generic = reinterpret_cast<sockaddr*>(&address);
  const int error =
      Errno(binds ? bind(fd, generic, size) : connect(fd, generic, size));
  close(fd);
  return error;
}

mode_t ModeOf(FileKind kind) {
  switch (kind) {
    case FileKind::kFifo:
      return S_IFIFO | 0644;
    case FileKind::kSocket:
      return S_IFSOCK | 0644;
    case FileKind::kCharDevice:
      return S_IFCHR | 0644;
    case FileKind::kBlockDevice:
      return S_IFBLK | 0644;
    default:
      return S_IFREG | 0644;
  }
}

// Some files of /proc are opened by everybody, and read by few.
int Use(int fd) {
  struct stat status = {};
  fstat(fd, &status);
  char bytes[1024];
  if (S_ISDIR(status.st_mode)) {
    long size = 0;
    do {
      size = syscall(SYS_getdents64, fd, bytes, sizeof(bytes));
    } while (size > 0);
    return Errno(size);
  }
  return S_ISREG(status.st_mode) ? Errno(read(fd, bytes, sizeof(bytes))) : 0;
}

}  // namespace

bool RealDeed::Prepare() {
  switch (operation_.kind->deed) {
    case Deed::kRight:
      return false;
    case Deed::kBindUnix:
    case Deed::kConnectUnix:
      return operation_.path.size() < sizeof(sockaddr_un::sun_path);
    case Deed::kIoctl:
      return OpenForIoctl() >= 0;
    case Deed::kLinkUnnamed:
      fd_ = open(operation_.path.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
      return fd_ >= 0;
    case Deed::kTopology:
      return PrepareMount();
    case Deed::kPort:
      // Rights by their names are deeds too; one word is enough.
      return operation_.kind->name.find(' ') != std::string_view::npos;
    default:
      return true;
  }
}

// The rights come with the descriptor, so it has to be new.
int RealDeed::OpenForIoctl() const {
  return open(operation_.path.c_str(),
              O_ACCMODE | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

// In a namespace of its own, so that nobody else sees it.
bool RealDeed::PrepareMount() {
  return unshare(CLONE_NEWNS) == 0 &&
         mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", operation_.path.c_str(), "tmpfs", 0, nullptr) == 0 &&
         mkdir((operation_.path + "/d").c_str(), 0755) == 0 &&
         mount("none", (operation_.path + "/d").c_str(), "tmpfs", 0, nullptr) ==
             0 &&
         mkdir((operation_.path + "/e").c_str(), 0755) == 0;
}

int RealDeed::Do() {
  switch (operation_.kind->deed) {
    case Deed::kOpen:
      return Open();
    case Deed::kIoctl: {
      char answer[256];
      return Errno(ioctl(OpenForIoctl(), TCGETS, answer));
    }
    case Deed::kMake:
      return Make();
    case Deed::kBindUnix:
      return UnixSocket(operation_.path, false, true);
    case Deed::kRename:
      return Rename();
    case Deed::kConnectUnix:
      return UnixSocket(operation_.path, false, false);
    case Deed::kPort:
      return UsePort();
    case Deed::kScope:
      return UseScope();
    case Deed::kTrace:
      return Trace();
    case Deed::kTopology:
      return ChangeMounts();
    case Deed::kQueue:
      return OpenQueue();
    case Deed::kFree:
      return DoFreely();
    default:
      return DoToNames();
  }
}

int RealDeed::DoToNames() const {
  const char* path = operation_.path.c_str();
  const char* new_path = operation_.new_path.c_str();
  const std::string unnamed = "/proc/self/fd/" + std::to_string(fd_);
  char* const none[] = {nullptr};
  struct stat status = {};
  switch (operation_.kind->deed) {
    case Deed::kExecute:
      return Errno(execve(path, none, none));
    case Deed::kTruncate:
      return Errno(truncate(path, 3));
    case Deed::kUnlink:
      return Errno(unlink(path));
    case Deed::kRmdir:
      return Errno(rmdir(path));
    case Deed::kRemove:
      return lstat(path, &status) == 0 && S_ISDIR(status.st_mode)
                 ? Errno(rmdir(path))
                 : Errno(unlink(path));
    case Deed::kLink:
      return Errno(link(path, new_path));
    case Deed::kLinkUnnamed:
      return Errno(linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, new_path,
                          AT_SYMLINK_FOLLOW));
    default:
      return 0;
  }
}

int RealDeed::Open() const {
  const OpenMode& mode = operation_.open;
  int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  if (mode.read && mode.write) {
    flags |= O_RDWR;
  } else if (mode.write) {
    flags |= O_WRONLY;
  }
  // Access mode 3 means neither.
  if (mode.ioctl_only) flags |= O_ACCMODE;
  if (mode.create) flags |= O_CREAT;
  if (mode.exclusive) flags |= O_EXCL;
  if (mode.truncate) flags |= O_TRUNC;
  if (mode.directory) flags |= O_DIRECTORY;
  if (mode.no_follow) flags |= O_NOFOLLOW;
  if (mode.unnamed) flags |= O_TMPFILE;
  if (mode.path_only) flags |= O_PATH;
  if (operation_.kind->name == "append") flags |= O_APPEND;
  const int fd = open(operation_.path.c_str(), flags, 0644);
  if (fd < 0) return errno;
  struct stat status = {};
  fstat(fd, &status);
  int error = 0;
  if (!operation_.access.empty() &&
      (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode))) {
    char answer[256];
    error = Errno(ioctl(fd, TCGETS, answer));
  }
  const bool reads = (mode.read || !mode.write) && !mode.ioctl_only;
  if (error == 0 && reads && !mode.path_only &&
      operation_.path.starts_with("/proc/")) {
    error = Use(fd);
  }
  close(fd);
  return error;
}

int RealDeed::Make() const {
  const char* path = operation_.path.c_str();
  const OperationKind& kind = *operation_.kind;
  switch (kind.made) {
    case FileKind::kDirectory:
      return Errno(mkdir(path, 0755));
    case FileKind::kSymlink:
      return Errno(symlink("target", path));
    default:
      // Not a whiteout by mistake.
      return Errno(mknod(path, ModeOf(kind.made),
                         kind.rename.whiteout ? 0 : makedev(1, 7)));
  }
}

int RealDeed::Rename() const {
  const RenameMode& mode = operation_.kind->rename;
  unsigned flags = 0;
  if (mode.no_replace) flags |= kNoReplace;
  if (mode.exchange) flags |= kExchange;
  if (mode.whiteout) flags |= kWhiteout;
  return Errno(syscall(SYS_renameat2, AT_FDCWD, operation_.path.c_str(),
                       AT_FDCWD, operation_.new_path.c_str(), flags));
}

int RealDeed::UsePort() const {
  const std::string_view name = operation_.kind->name;
  const bool udp = name.find("udp") != std::string_view::npos;
  const int fd =
      socket(AF_INET, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(operation_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto* generic = reinterpret_cast<sockaddr*>(&address);
  long result = 0;
  if (name.starts_with("bind")) {
    result = bind(fd, generic, sizeof(address));
  } else if (name.starts_with("send")) {
    result = sendto(fd, "x", 1, 0, generic, sizeof(address));
  } else {
    result = connect(fd, generic, sizeof(address));
  }
  const int error = Errno(result);
  close(fd);
  return error;
}

int RealDeed::UseScope() const {
  if (operation_.access == right::signal) return Errno(kill(process_, 0));
  return UnixSocket(operation_.path, true, false);
}

int RealDeed::Trace() const {
  // Where it stands here, it stands there: that process is a copy.
  static char byte = 'x';
  char read = 0;
  iovec local = {&read, 1};
  iovec remote = {&byte, 1};
  return Errno(process_vm_readv(process_, &local, 1, &remote, 1, 0));
}

int RealDeed::ChangeMounts() const {
  const std::string_view name = operation_.kind->name;
  const std::string inner = operation_.path + "/d";
  const std::string other = operation_.path + "/e";
  if (name == "mount") {
    return Errno(mount("none", inner.c_str(), "tmpfs", 0, nullptr));
  }
  if (name == "umount") return Errno(umount2(inner.c_str(), MNT_DETACH));
  if (name == "remount") {
    return Errno(mount(nullptr, inner.c_str(), nullptr, MS_REMOUNT | MS_RDONLY,
                       nullptr));
  }
  if (name == "move_mount") {
    return Errno(
        mount(inner.c_str(), other.c_str(), nullptr, MS_MOVE, nullptr));
  }
  return Errno(syscall(SYS_pivot_root, inner.c_str(), inner.c_str()));
}

int RealDeed::OpenQueue() const {
  const OpenMode& mode = operation_.open;
  int flags = O_NONBLOCK | O_CLOEXEC;
  if (mode.read && mode.write) {
    flags |= O_RDWR;
  } else if (mode.write) {
    flags |= O_WRONLY;
  }
  if (mode.create) flags |= O_CREAT;
  // The system call's name has no slash.
  const long fd =
      syscall(SYS_mq_open, operation_.path.c_str() + 1, flags, 0600, nullptr);
  const int error = ErrnoOfDescriptor(fd);
  return error;
}

int RealDeed::DoFreely() const {
  const std::string_view name = operation_.kind->name;
  const char* path = operation_.path.c_str();
  struct stat status;
  char buffer[256];
  if (name == "stat") return Errno(stat(path, &status));
  if (name == "access") return Errno(access(path, R_OK | W_OK | X_OK));
  if (name == "readlink") return Errno(readlink(path, buffer, sizeof(buffer)));
  if (name == "chdir") return Errno(chdir(path));
  if (name == "chroot") return Errno(chroot(path));
  // To what it is: the path may lead out of the scene.
  if (name == "chmod" || name == "chown") {
    if (stat(path, &status) != 0) return errno;
    if (name == "chmod") return Errno(chmod(path, status.st_mode & 07777));
    return Errno(chown(path, status.st_uid, status.st_gid));
  }
  if (name == "utime") return Errno(utimes(path, nullptr));
  if (name == "setxattr") return Errno(setxattr(path, "user.x", "y", 1, 0));
  if (name == "watch") {
    return Errno(inotify_add_watch(inotify_init1(IN_CLOEXEC), path, IN_MODIFY));
  }
  return 0;
}

}  // namespace landshim::testing
