// Every step is taken with O_PATH.
#include "tools/filesystem/real_tree.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/filesystem/permissions.h"
#include "tools/filesystem/proc.h"

namespace landshim {
namespace {

// Younger than the headers of the oldest system that builds this
// (include/uapi/linux/magic.h).
constexpr unsigned long kPidFsMagic = 0x50494446;
constexpr unsigned long kMqueueMagic = 0x19800202;

// The inode of the root of each procfs (fs/proc/root.c, PROC_ROOT_INO).
constexpr ino_t kProcRoot = 1;

// statfs(2)'s f_flags (include/linux/statfs.h).
constexpr unsigned long kReadOnlyFlag = 0x1;
constexpr unsigned long kNoDevicesFlag = 0x4;
constexpr unsigned long kNoSymlinksFlag = 0x2000;  // Linux 5.10

struct statfs FilesystemOf(int fd) {
  struct statfs answer = {};
  fstatfs(fd, &answer);
  return answer;
}

std::string ReadLink(int directory, const std::string& name) {
  std::string target(4096, '\0');
  const ssize_t size =
      readlinkat(directory, name.c_str(), target.data(), target.size());
  target.resize(size < 0 ? 0 : static_cast<size_t>(size));
  return target;
}

uint64_t MountOf(int fd) {
  // struct statx of linux/stat.h, of which libc's may know less.
  struct {
    uint8_t before[144];
    uint64_t mount;
    uint8_t behind[104];
  } status = {};
  constexpr unsigned kMountId = 0x1000;  // STATX_MNT_ID, Linux 5.8
  const long error =
      syscall(SYS_statx, fd, "", AT_EMPTY_PATH, kMountId, &status);
  return error == 0 ? status.mount : 0;
}

// The file systems of which the kernel keeps a mount of its own, and those
// that no path leads into.
bool IsInternal(const RealNode& node, const struct statfs& mount) {
  constexpr unsigned long kInternal[] = {PIPEFS_MAGIC, SOCKFS_MAGIC, NSFS_MAGIC,
                                         ANON_INODE_FS_MAGIC, kPidFsMagic};
  const auto type = static_cast<unsigned long>(mount.f_type);
  if (std::find(std::begin(kInternal), std::end(kInternal), type) !=
      std::end(kInternal)) {
    return true;
  }
  if (type != TMPFS_MAGIC && type != HUGETLBFS_MAGIC) return false;
  // memfds and their kin are on a tmpfs that is not mounted anywhere.
  if (!node.jumped || node.kind != FileKind::kRegular) return false;
  const std::string path = DescriptorPath(node.fd);
  return path.starts_with("/memfd:") || path.starts_with("/SYSV") ||
         path.starts_with("/dev/zero (deleted)");
}

// In a mount that is not attached here /proc shows where in it the file is.
bool LeadsElsewhere(const std::string& path, const RealNode& node) {
  if (!path.starts_with('/') || path.ends_with(kDeleted)) return false;
  struct stat there = {};
  if (lstat(path.c_str(), &there) != 0) return errno == ENOENT;
  return there.st_dev != node.status.st_dev ||
         there.st_ino != node.status.st_ino;
}

// What is in another procfs than that of this process is not known by number
// here; a program in a domain cannot mount one.
bool IsInProc(const RealNode& node) {
  static const dev_t device = [] {
    struct stat status = {};
    return stat("/proc", &status) == 0 && status.st_ino == kProcRoot
               ? status.st_dev
               : dev_t{0};
  }();
  return device != 0 && node.status.st_dev == device;
}

// From the root of procfs on.
std::vector<std::string> NamesInProc(const RealNode& node) {
  std::vector<std::string> names;
  const RealNode* at = &node;
  while (at->status.st_ino != kProcRoot && at->above != nullptr) {
    names.insert(names.begin(), at->name);
    at = &Real(at->above);
  }
  if (at->status.st_ino == kProcRoot) return names;
  // It was reached by a descriptor.
  const std::string path = DescriptorPath(at->fd);
  constexpr std::string_view kProc = "/proc/";
  if (!path.starts_with(kProc)) return {};
  std::vector<std::string> before;
  for (size_t start = kProc.size(); start < path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    before.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  names.insert(names.begin(), before.begin(), before.end());
  return names;
}

// Whether the check lets the calling thread pass, which is in no domain.
bool MayTrace(const RealNode& node, const TracedFile& file) {
  if (file.check == TraceCheck::kFollow) {
    char target[1];
    return readlinkat(node.fd, "", target, sizeof(target)) >= 0;
  }
  const std::string path = "/proc/self/fd/" + std::to_string(node.fd);
  // A file of memory has nothing at its beginning.
  const int error = TryReading(path, O_RDONLY);
  return error != EACCES && error != EPERM;
}

}  // namespace

FileKind KindOf(const struct stat& status) {
  switch (status.st_mode & S_IFMT) {
    case S_IFDIR:
      return FileKind::kDirectory;
    case S_IFLNK:
      return FileKind::kSymlink;
    case S_IFIFO:
      return FileKind::kFifo;
    case S_IFSOCK:
      return FileKind::kSocket;
    case S_IFCHR:
      return FileKind::kCharDevice;
    case S_IFBLK:
      return FileKind::kBlockDevice;
    default:
      return FileKind::kRegular;
  }
}

std::string DescriptorPath(int fd) {
  return ReadLink(AT_FDCWD, "/proc/self/fd/" + std::to_string(fd));
}

RealNode::~RealNode() { close(fd); }

NodePtr RealTree::Root() {
  auto root = Open(AT_FDCWD, "/", O_NOFOLLOW);
  if (root != nullptr) root->is_root = true;
  return root;
}

NodePtr RealTree::Start() { return Open(AT_FDCWD, ".", O_NOFOLLOW); }

int RealTree::Child(const NodePtr& directory, const std::string& name,
                    NodePtr* child) {
  auto node = Open(Real(directory).fd, name, O_NOFOLLOW);
  if (node == nullptr) return errno;
  node->above = directory;
  node->name = name;
  *child = std::move(node);
  return 0;
}

NodePtr RealTree::Above(const NodePtr& directory) {
  const RealNode& node = Real(directory);
  if (node.above != nullptr || node.is_root) return node.above;
  auto above = Open(node.fd, "..", O_NOFOLLOW);
  // Only the root is above itself.
  if (above == nullptr ||
      (above->id == node.id && above->mount == node.mount)) {
    return nullptr;
  }
  return above;
}

int RealTree::Follow(const NodePtr& directory, const std::string& name,
                     const NodePtr& link, bool last, LinkTarget* target) {
  const RealNode& holder = Real(directory);
  const struct statfs mount = FilesystemOf(holder.fd);
  if ((static_cast<unsigned long>(mount.f_flags) & kNoSymlinksFlag) != 0) {
    return ELOOP;
  }
  if (last && !MayFollow(holder.status, Real(link).status)) return EACCES;
  if (static_cast<unsigned long>(mount.f_type) == PROC_SUPER_MAGIC) {
    if (holder.status.st_ino == kProcRoot) {
      // "mounts" is "self/mounts".
      if (!IsOwn(holder, name, target)) {
        target->text = ReadLink(Real(link).fd, "");
      }
      return 0;
    }
    // Some links of processes are none: their text is a name and not the way.
    auto node = Open(holder.fd, name, 0);
    if (node == nullptr) return errno;
    node->jumped = true;
    target->node = std::move(node);
    return 0;
  }
  target->text = ReadLink(Real(link).fd, "");
  return 0;
}

std::string RealTree::PathOf(const NodePtr& node) {
  const RealNode& real = Real(node);
  if (real.is_root) return RootPath(real);
  if (real.above == nullptr) {
    const std::string path = DescriptorPath(real.fd);
    return LeadsElsewhere(path, real) ? "" : path;
  }
  std::string path = PathOf(real.above);
  if (path.empty()) return {};
  if (path.back() != '/') path += '/';
  return path + real.name;
}

FileObject RealTree::Describe(const NodePtr& node, const NodePtr& directory) {
  const RealNode& real = Real(node);
  const struct stat& status = real.status;
  const struct statfs mount = FilesystemOf(real.fd);
  const auto flags = static_cast<unsigned long>(mount.f_flags);
  FileObject object = {.kind = node->kind,
                       .id = node->id,
                       .mount = real.mount,
                       .read_only = (flags & kReadOnlyFlag) != 0};
  const bool device = S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode);
  object.whiteout = S_ISCHR(status.st_mode) && status.st_rdev == 0;
  object.unrestricted = IsInternal(real, mount);
  if (device && (flags & kNoDevicesFlag) != 0) object.open_error = EACCES;
  // A link is never opened; its mode says nothing.
  if (node->kind != FileKind::kSymlink) {
    object.read_error = AskAccess(real.fd, R_OK);
    object.write_error = AskAccess(real.fd, W_OK);
    object.execute_error = AskAccess(real.fd, X_OK);
  }
  if (directory != nullptr) {
    object.create_error = AskReuse(Real(directory).status, status);
    object.remove_error = AskRemove(Real(directory).status, status);
  }
  object.link_error = AskLink(real.fd, status);
  if (IsInProc(real)) {
    object.no_names = node->kind == FileKind::kDirectory;
    const TracedFile file = TracedAt(real);
    object.traced = file.check;
    object.trace_error = file.error;
  }
  return object;
}

bool RealTree::IsTracedWay(const NodePtr& node) {
  const RealNode& real = Real(node);
  if (!IsInProc(real)) return false;
  const TracedFile file = TracedAt(real);
  return file.searched || file.check == TraceCheck::kFollow;
}

TracedFile RealTree::TracedAt(const RealNode& node) {
  const std::vector<std::string> names = NamesInProc(node);
  const TracedFile file = TracedFileAt(names);
  if (file.check == TraceCheck::kNone || !IsOutside(file.process) ||
      !MayTrace(node, file)) {
    return {};
  }
  if (!file.memory) return file;
  std::string path = "/proc";
  for (const std::string& name : names) path += '/' + name;
  return SeesMemoryOfOthers(Viewer(), path) ? TracedFile{} : file;
}

bool RealTree::IsOutside(pid_t process) {
  const std::string group = StatusOf(process, "Tgid");
  return !group.empty() && group != std::to_string(getpid());
}

pid_t RealTree::Viewer() const { return gettid(); }

std::string RealTree::RootPath(const RealNode& /*root*/) { return "/"; }

bool RealTree::IsOwn(const RealNode& /*proc*/, const std::string& /*name*/,
                     LinkTarget* /*target*/) {
  return false;
}

std::shared_ptr<RealNode> RealTree::Open(int directory, const std::string& name,
                                         int flags) {
  return Adopt(openat(directory, name.c_str(), O_PATH | O_CLOEXEC | flags));
}

std::shared_ptr<RealNode> RealTree::Adopt(int fd) {
  if (fd < 0) return nullptr;
  auto node = std::make_shared<RealNode>(fd);
  if (fstat(fd, &node->status) != 0) return nullptr;
  node->kind = KindOf(node->status);
  node->id = {node->status.st_dev, node->status.st_ino};
  node->mount = MountOf(fd);
  if (node->kind == FileKind::kDirectory) {
    node->search_error = AskAccess(fd, X_OK);
  }
  return node;
}

// Queues are on a mount of the kernel's own; a rule can only be put on its root
// where that is mounted for everybody to see. Elsewhere nothing is known of the
// queue, and it is taken to exist.
Found FindQueue(Filesystem* filesystem, const std::string& name) {
  const std::string mounted = "/dev/mqueue";
  const size_t start = name.find_first_not_of('/');
  Found found;
  found.path = name;
  found.error = start == std::string::npos ? EINVAL : 0;
  found.object.kind = FileKind::kRegular;
  struct statfs mount = {};
  if (found.error != 0 || statfs(mounted.c_str(), &mount) != 0 ||
      static_cast<unsigned long>(mount.f_type) != kMqueueMagic) {
    return found;
  }
  found = filesystem->Find(mounted + '/' + name.substr(start), LastName::kKeep);
  found.above = {found.parent.id};
  return found;
}

}  // namespace landshim
