// Making, removing, moving and linking names, on stand-ins beside the real
// ones: the right is on the directory.
#include <fcntl.h>
#include <linux/fs.h>
#include <mqueue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

#include "tools/checker/plan.h"

namespace landshim {
namespace {

constexpr mode_t kMode = 0600;

// The flags of renameat2(2); libc may not have them.
constexpr unsigned kNoReplace = 1;
constexpr unsigned kExchange = 2;
constexpr unsigned kWhiteout = 4;

int MakeAs(FileKind kind, bool whiteout, const char* path) {
  int result = -1;
  switch (kind) {
    case FileKind::kDirectory:
      result = mkdir(path, kMode);
      break;
    case FileKind::kSymlink:
      result = symlink("landshim-try", path);
      break;
    case FileKind::kFifo:
      result = mknod(path, S_IFIFO | kMode, 0);
      break;
    case FileKind::kSocket:
      result = mknod(path, S_IFSOCK | kMode, 0);
      break;
    case FileKind::kCharDevice:
      result = mknod(path, S_IFCHR, whiteout ? makedev(0, 0) : makedev(1, 3));
      break;
    case FileKind::kBlockDevice:
      result = mknod(path, S_IFBLK, makedev(0, 0));
      break;
    default:
      result = mknod(path, S_IFREG | kMode, 0);
      break;
  }
  return result == 0 ? 0 : errno;
}

int Bind(const StageName& name) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int error = BindAt(fd, name);
  close(fd);
  return error;
}

int Connect(const StageName& name) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return errno;
  const int error = ConnectAt(fd, name);
  close(fd);
  return error;
}

int Remove(Deed deed, bool is_directory, const std::string& path) {
  const bool as_directory =
      deed == Deed::kRmdir || (deed == Deed::kRemove && is_directory);
  const int result = as_directory ? rmdir(path.c_str()) : unlink(path.c_str());
  return result == 0 ? 0 : errno;
}

unsigned FlagsOf(const RenameMode& mode) {
  return (mode.no_replace ? kNoReplace : 0) | (mode.exchange ? kExchange : 0) |
         (mode.whiteout ? kWhiteout : 0);
}

// A stand-in for what is there, or a name for what is not.
bool StandInFor(const Found& entry, Stage* stage, StageName* out, int* error) {
  return entry.object.kind == FileKind::kNone
             ? stage->NewName(DirectoryOf(entry), out, error)
             : stage->Make(DirectoryOf(entry), entry.object, out, error);
}

}  // namespace

Plan PlanMake(const Operation& operation, Filesystem* filesystem,
              Stage* stage) {
  const Found entry = filesystem->Find(operation.path, LastName::kEntry);
  if (entry.error != 0) return EndsWith(entry.error);
  StageName name;
  int error = 0;
  // What exists must go on existing.
  if (!StandInFor(entry, stage, &name, &error)) {
    return NoStandIn(DirectoryOf(entry), error);
  }
  Plan plan;
  plan.stands_in = true;
  if (operation.kind->deed == Deed::kBindUnix) {
    plan.deed = [name] { return Bind(name); };
  } else {
    const FileKind made = operation.kind->made;
    const bool whiteout = operation.kind->rename.whiteout;
    plan.deed = [=] { return MakeAs(made, whiteout, name.path.c_str()); };
  }
  return plan;
}

Plan PlanRemove(const Operation& operation, Filesystem* filesystem,
                Stage* stage) {
  const Found entry = filesystem->Find(operation.path, LastName::kEntry);
  if (entry.error != 0) return EndsWith(entry.error);
  StageName name;
  int error = 0;
  if (!StandInFor(entry, stage, &name, &error)) {
    return NoStandIn(DirectoryOf(entry), error);
  }
  Plan plan;
  plan.stands_in = true;
  const Deed deed = operation.kind->deed;
  const bool is_directory = entry.object.kind == FileKind::kDirectory;
  plan.deed = [=] { return Remove(deed, is_directory, name.path); };
  return plan;
}

Plan PlanRename(const Operation& operation, Filesystem* filesystem,
                Stage* stage) {
  const Found from = filesystem->Find(operation.path, LastName::kEntry);
  const Found to = filesystem->Find(operation.new_path, LastName::kEntry);
  if (from.error != 0 || to.error != 0) {
    return EndsWith(from.error != 0 ? from.error : to.error);
  }
  StageName source;
  StageName target;
  int error = 0;
  if (!StandInFor(from, stage, &source, &error)) {
    return NoStandIn(DirectoryOf(from), error);
  }
  if (from.path == to.path) {
    target = source;
  } else if (!StandInFor(to, stage, &target, &error)) {
    return NoStandIn(DirectoryOf(to), error);
  }
  Plan plan;
  plan.stands_in = true;
  const unsigned flags = FlagsOf(operation.kind->rename);
  plan.deed = [=] {
    return syscall(SYS_renameat2, AT_FDCWD, source.path.c_str(), AT_FDCWD,
                   target.path.c_str(), flags) == 0
               ? 0
               : errno;
  };
  return plan;
}

Plan PlanLink(const Operation& operation, Filesystem* filesystem,
              Stage* stage) {
  const bool unnamed = operation.kind->deed == Deed::kLinkUnnamed;
  const Found from = filesystem->Find(
      operation.path, unnamed ? LastName::kFollow : LastName::kKeep);
  const Found to = filesystem->Find(operation.new_path, LastName::kEntry);
  if (from.error != 0 || to.error != 0) {
    return EndsWith(from.error != 0 ? from.error : to.error);
  }
  StageName source;
  StageName target;
  int error = 0;
  if (!StandInFor(to, stage, &target, &error)) {
    return NoStandIn(DirectoryOf(to), error);
  }
  Plan plan;
  plan.stands_in = true;
  if (unnamed) {
    const int fd =
        open(from.path.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kMode);
    if (fd < 0) return NoStandIn(from.path, errno);
    stage->Keep(fd);
    source.path = "/proc/self/fd/" + std::to_string(fd);
  } else if (!StandInFor(from, stage, &source, &error)) {
    return NoStandIn(DirectoryOf(from), error);
  }
  plan.deed = [=] {
    return linkat(AT_FDCWD, source.path.c_str(), AT_FDCWD, target.path.c_str(),
                  unnamed ? AT_SYMLINK_FOLLOW : 0) == 0
               ? 0
               : errno;
  };
  return plan;
}

Plan PlanConnectUnix(const Operation& operation, Filesystem* filesystem,
                     Stage* stage) {
  const Found found = filesystem->Find(operation.path, LastName::kFollow);
  if (found.error != 0) return EndsWith(found.error);
  StageName name;
  int error = 0;
  Plan plan;
  plan.stands_in = true;
  if (found.object.kind != FileKind::kSocket) {
    return CannotBeTried("there is no socket");
  }
  if (!stage->Listen(DirectoryOf(found), found.object.id, &name, &error)) {
    return NoStandIn(DirectoryOf(found), error);
  }
  plan.deed = [name] { return Connect(name); };
  return plan;
}

// Opening one does nothing to it; one that would have to be made gets another
// name, and is removed at once.
Plan PlanQueue(const Operation& operation, Stage* stage) {
  const OpenMode mode = operation.open;
  int flags = (mode.write ? (mode.read ? O_RDWR : O_WRONLY) : O_RDONLY) |
              O_NONBLOCK | O_CLOEXEC;
  std::string name = operation.path;
  if (name.empty() || name.front() != '/') name.insert(0, 1, '/');
  Plan plan;
  const mqd_t known = mq_open(name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (known >= 0) {
    mq_close(known);
  } else if (errno == ENOENT && mode.create) {
    name = stage->NewQueue();
    flags |= O_CREAT | O_EXCL;
    plan.stands_in = true;
  }
  plan.deed = [=] {
    const mqd_t queue = mq_open(name.c_str(), flags, kMode, nullptr);
    if (queue < 0) return errno;
    mq_close(queue);
    return 0;
  };
  return plan;
}

}  // namespace landshim
