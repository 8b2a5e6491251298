// The table of operations.
#include "policy/operation.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "policy/quote.h"

namespace landshim {
namespace {

using O = OperandKind;

constexpr OpenMode kRead = {.read = true};
constexpr OpenMode kList = {.read = true, .directory = true};
constexpr OpenMode kWrite = {.write = true};
constexpr OpenMode kWriteOrCreate = {.write = true, .create = true};
constexpr OpenMode kReadWrite = {.read = true, .write = true};
constexpr OpenMode kOverwrite = {
    .write = true, .create = true, .truncate = true};
constexpr OpenMode kCreate = {.write = true, .create = true, .exclusive = true};
constexpr OpenMode kUnnamed = {.read = true, .write = true, .unnamed = true};
constexpr OpenMode kPathOnly = {.path_only = true};
constexpr OpenMode kIoctlOnly = {.ioctl_only = true};
// Asks for permission on it, as for entering a directory.
constexpr OpenMode kPermission = {.directory = true};
constexpr OpenMode kQueue = {.read = true, .write = true, .create = true};

constexpr OperationKind Open(std::string_view name, const OpenMode& mode,
                             std::string_view meaning) {
  return {.name = name,
          .operands = O::kPath,
          .deed = Deed::kOpen,
          .open = mode,
          .meaning = meaning};
}

constexpr OperationKind Make(std::string_view name, FileKind made,
                             AccessMasks access, std::string_view meaning) {
  return {.name = name,
          .operands = O::kPath,
          .deed = Deed::kMake,
          .access = access,
          .made = made,
          .meaning = meaning};
}

constexpr OperationKind Path(std::string_view name, Deed deed,
                             std::string_view meaning) {
  return {.name = name, .operands = O::kPath, .deed = deed, .meaning = meaning};
}

constexpr OperationKind Rename(std::string_view name, const RenameMode& mode,
                               std::string_view meaning) {
  return {.name = name,
          .operands = O::kTwoPaths,
          .deed = Deed::kRename,
          .rename = mode,
          .meaning = meaning};
}

constexpr OperationKind Port(std::string_view name, AccessMasks access,
                             bool binds_itself, std::string_view meaning) {
  return {.name = name,
          .operands = O::kPort,
          .deed = Deed::kPort,
          .access = access,
          .binds_itself = binds_itself,
          .meaning = meaning};
}

constexpr OperationKind Queue(std::string_view name, const OpenMode& mode,
                              std::string_view meaning) {
  return {.name = name,
          .operands = O::kName,
          .deed = Deed::kQueue,
          .open = mode,
          .meaning = meaning};
}

constexpr OperationKind None(std::string_view name, Deed deed,
                             std::string_view meaning,
                             AccessMasks access = {}) {
  return {.name = name, .deed = deed, .access = access, .meaning = meaning};
}

constexpr OperationKind Free(std::string_view name, std::string_view meaning,
                             const OpenMode& mode = {}) {
  return {.name = name,
          .operands = O::kAnyPath,
          .deed = Deed::kFree,
          .open = mode,
          .meaning = meaning};
}

constexpr OperationKind kOperations[] = {
    Open("read", kRead, "open a file for reading, or list a directory"),
    Open("list", kList, "open a directory and list it"),
    Open("write", kWriteOrCreate,
         "open a file for writing, make it if it is missing"),
    Open("append", kWriteOrCreate,
         "open a file for appending, make it if it is missing"),
    Open("overwrite", kOverwrite,
         "empty a file and write it, make it if it is missing"),
    Open("create", kCreate, "make a file that is missing, and write it"),
    Open("open_write", kWrite, "open an existing file for writing"),
    Open("read_write", kReadWrite,
         "open an existing file for reading and writing"),
    {.name = "device",
     .operands = O::kPath,
     .deed = Deed::kOpen,
     .access = right::ioctl_dev,
     .open = kReadWrite,
     .meaning = "read and write a device and send ioctl commands to it"},
    Open("tmpfile", kUnnamed, "make a file without a name in a directory"),
    Open("locate", kPathOnly, "open a file or directory with O_PATH"),
    Open("open_for_ioctl", kIoctlOnly, "open a device for ioctl(2) only"),
    {.name = "open",
     .operands = O::kFlagList,
     .deed = Deed::kOpen,
     .meaning = "open with flags such as read,write,create,truncate"},
    Path("exec", Deed::kExecute, "execute a file"),
    Path("truncate", Deed::kTruncate, "truncate a file by its path"),
    Path("ioctl", Deed::kIoctl, "send ioctl commands to a device that is open"),
    Make("mkdir", FileKind::kDirectory, right::make_dir, "make a directory"),
    Make("mkfile", FileKind::kRegular, right::make_reg,
         "make a regular file with mknod(2)"),
    Make("mkfifo", FileKind::kFifo, right::make_fifo, "make a named pipe"),
    Make("mksock", FileKind::kSocket, right::make_sock,
         "make a socket file with mknod(2)"),
    Make("mkchar", FileKind::kCharDevice, right::make_char,
         "make a character device"),
    Make("mkblock", FileKind::kBlockDevice, right::make_block,
         "make a block device"),
    {.name = "mkwhiteout",
     .operands = O::kPath,
     .deed = Deed::kMake,
     .access = right::make_char,
     .made = FileKind::kCharDevice,
     .rename = {.whiteout = true},
     .meaning = "make a whiteout, the character device 0:0"},
    Make("symlink", FileKind::kSymlink, right::make_sym,
         "make a symbolic link"),
    Path("remove", Deed::kRemove, "remove a file or an empty directory"),
    Path("unlink", Deed::kUnlink, "remove a file"),
    Path("rmdir", Deed::kRmdir, "remove an empty directory"),
    Rename("rename", {}, "move the first to the second, replacing it"),
    Rename("rename_new", {.no_replace = true},
           "move the first to the second, which is missing"),
    Rename("exchange", {.exchange = true}, "exchange two names"),
    Rename("rename_whiteout", {.whiteout = true},
           "move the first to the second and leave a whiteout"),
    {.name = "link",
     .operands = O::kTwoPaths,
     .deed = Deed::kLink,
     .meaning = "make the second a hard link to the first"},
    {.name = "link_tmpfile",
     .operands = O::kTwoPaths,
     .deed = Deed::kLinkUnnamed,
     .meaning = "name what O_TMPFILE made in the first, a directory"},
    {.name = "bind unix",
     .operands = O::kPath,
     .deed = Deed::kBindUnix,
     .access = right::make_sock,
     .meaning = "bind a unix socket to a path"},
    {.name = "connect unix",
     .operands = O::kPath,
     .deed = Deed::kConnectUnix,
     .access = right::resolve_unix,
     .meaning = "connect or send to a unix socket by its path"},
    {.name = "connect abstract",
     .operands = O::kName,
     .deed = Deed::kScope,
     .access = right::abstract_unix_socket,
     .meaning = "connect or send to an abstract unix socket"},
    Port("bind tcp", right::bind_tcp, false, "bind a TCP socket to a port"),
    Port("connect tcp", right::connect_tcp, false,
         "connect a TCP socket to a port"),
    Port("bind udp", right::bind_udp, false, "bind a UDP socket to a port"),
    Port("connect udp", right::connect_send_udp, true,
         "connect an unbound UDP socket to a port"),
    Port("send udp", right::connect_send_udp, true,
         "send to a port from an unbound UDP socket"),
    None("signal", Deed::kScope, "send a signal to a process outside",
         right::signal),
    None("ptrace", Deed::kTrace, "trace or read a process outside"),
    None("mount", Deed::kTopology, "mount a file system"),
    None("umount", Deed::kTopology, "unmount a file system"),
    None("remount", Deed::kTopology, "change a mount's options"),
    None("move_mount", Deed::kTopology, "move a mount"),
    None("pivot_root", Deed::kTopology, "change the root mount"),
    Queue("mq_open", kQueue, "open or make a POSIX message queue"),
    Queue("mq_receive", kRead, "open a POSIX message queue for reading"),
    Queue("mq_send", kWrite, "open a POSIX message queue for writing"),
    {.name = "allow",
     .operands = O::kRightList,
     .deed = Deed::kRight,
     .meaning = "use rights, by the kernel's names"},
    Free("stat", "ask for a file's size, owner, mode and times"),
    Free("access", "ask for permissions with access(2)", kPermission),
    Free("readlink", "read a symbolic link", {.no_follow = true}),
    Free("chdir", "change the working directory", kPermission),
    Free("chroot", "change the root directory", kPermission),
    Free("chmod", "change a file's mode"),
    Free("chown", "change a file's owner"),
    Free("utime", "change a file's times"),
    Free("setxattr", "change a file's attributes"),
    Free("watch", "watch a file with inotify", kPermission),
    Free("listen", "let a socket take connections"),
    Free("accept", "take a connection"),
    Free("fork", "start a process or thread"),
};

constexpr OperationKind FromRight(const Right& r, std::string_view meaning) {
  switch (r.kind) {
    case ObjectKind::kPort:
      return Port(r.Name(), r.Masks(), false, meaning);
    case ObjectKind::kDomain:
      return None(r.Name(), Deed::kScope, meaning, r.Masks());
    case ObjectKind::kFile:
    case ObjectKind::kDirectory:
      break;
  }
  return {.name = r.Name(),
          .operands = O::kPath,
          .deed = Deed::kRight,
          .access = r.Masks(),
          .meaning = meaning};
}

std::vector<OperationKind> AllKinds() {
  std::vector<OperationKind> kinds(std::begin(kOperations),
                                   std::end(kOperations));
  size_t index = 0;
  for (const Right& r : kRights) {
    const std::string_view meaning = kRightMeanings[index++];
    const bool known = std::any_of(
        std::begin(kOperations), std::end(kOperations),
        [&r](const OperationKind& kind) { return kind.name == r.Name(); });
    if (!known) kinds.push_back(FromRight(r, meaning));
  }
  return kinds;
}

std::string_view OperandText(OperandKind operands) {
  switch (operands) {
    case O::kNone:
      return "";
    case O::kPath:
      return " PATH";
    case O::kTwoPaths:
      return " PATH PATH";
    case O::kPort:
      return " PORT";
    case O::kName:
      return " NAME";
    case O::kAnyPath:
      return " [PATH]";
    case O::kRightList:
      return " RIGHTS PATH-OR-PORT";
    case O::kFlagList:
      return " FLAGS PATH";
  }
  return "";
}

std::string FlagNames(const OpenMode& mode) {
  std::string names;
  for (const OpenFlag& flag : kOpenFlags) {
    if (!(mode.*flag.member)) continue;
    if (!names.empty()) names += ',';
    names += flag.name;
  }
  return names;
}

}  // namespace

const std::vector<OperationKind>& OperationKinds() {
  static const std::vector<OperationKind>* const kinds =
      new std::vector<OperationKind>(AllKinds());
  return *kinds;
}

const OperationKind* FindOperationKind(std::string_view name) {
  static const auto& kinds = *[] {
    auto* all = new std::unordered_map<std::string_view, const OperationKind*>;
    for (const OperationKind& kind : OperationKinds()) {
      all->emplace(kind.name, &kind);
    }
    return all;
  }();
  const auto found = kinds.find(name);
  return found == kinds.end() ? nullptr : found->second;
}

Operation MakeOperation(std::string_view name, std::string path,
                        std::string new_path) {
  const OperationKind* kind = FindOperationKind(name);
  return {.kind = kind,
          .path = std::move(path),
          .new_path = std::move(new_path),
          .access = kind->access,
          .open = kind->open};
}

Operation MakePortOperation(std::string_view name, uint16_t port) {
  Operation operation = MakeOperation(name);
  operation.port = port;
  return operation;
}

Operation MakeOpen(std::string path, const OpenMode& mode) {
  Operation operation = MakeOperation("open", std::move(path));
  operation.open = mode;
  return operation;
}

std::string ToText(const OperationKind& kind) {
  return std::string(kind.name) + std::string(OperandText(kind.operands));
}

std::string ToText(const Operation& operation) {
  std::string text(operation.kind->name);
  switch (operation.kind->operands) {
    case O::kNone:
      break;
    case O::kPort:
      text += ' ' + std::to_string(operation.port);
      break;
    case O::kRightList:
      text += ' ' + NamesOf(operation.access) + ' ' +
              (operation.access.net() != 0 ? std::to_string(operation.port)
                                           : Quote(operation.path));
      break;
    case O::kFlagList:
      text += ' ' + FlagNames(operation.open) + ' ' + Quote(operation.path);
      break;
    case O::kTwoPaths:
      text += ' ' + Quote(operation.path) + ' ' + Quote(operation.new_path);
      break;
    case O::kPath:
    case O::kName:
    case O::kAnyPath:
      if (!operation.path.empty()) text += ' ' + Quote(operation.path);
      break;
  }
  return text;
}

std::string DescribeOperations() {
  size_t width = 0;
  for (const OperationKind& kind : OperationKinds()) {
    width = std::max(width, ToText(kind).size());
  }
  std::string text;
  for (const OperationKind& kind : OperationKinds()) {
    std::string line = ToText(kind);
    line.resize(width + 2, ' ');
    text += line + std::string(kind.meaning) + '\n';
  }
  return text;
}

}  // namespace landshim
