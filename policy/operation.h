// What a program can do that Landlock decides about, in one table: under which
// name, with which operands, and what it needs on which object.
//
// Source: the hooks of security/landlock/{fs,net,task}.c of Linux 5.13 to 7.3
// and the order of checks in fs/namei.c and fs/open.c. policy/requirement.h
// turns a row and a file system into needs.
#ifndef LANDSHIM_POLICY_OPERATION_H_
#define LANDSHIM_POLICY_OPERATION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/access.h"
#include "policy/environment.h"
#include "policy/filesystem.h"

namespace landshim {

// The system call's way through the kernel: which checks come in which order.
enum class Deed : uint8_t {
  kOpen,         // open(2), by OpenMode
  kExecute,      // execve(2), of one file: a script's interpreter is another
  kTruncate,     // truncate(2)
  kIoctl,        // ioctl(2) on a device, of whatever mode it was opened with
  kMake,         // mkdir(2), mknod(2), symlink(2), by `made`
  kBindUnix,     // bind(2) to a path
  kUnlink,       // unlink(2)
  kRmdir,        // rmdir(2)
  kRemove,       // rmdir(2) of a directory, unlink(2) of all else
  kRename,       // renameat2(2), by RenameMode
  kLink,         // link(2)
  kLinkUnnamed,  // linkat(2) of what O_TMPFILE made in `path`
  kConnectUnix,  // connect(2) or sendto(2) to a path
  kPort,         // bind(2), connect(2), sendto(2) with a port, or a right on it
  kScope,        // what a scope forbids towards the outside
  kTrace,        // ptrace(2) and its kin, towards the outside
  kTopology,     // mount(2), umount(2), pivot_root(2), move_mount(2)
  kQueue,        // mq_open(3)
  kRight,        // rights on the object that the path leads to
  kFree,         // Landlock never restricts it
};

enum class OperandKind : uint8_t {
  kNone,
  kPath,
  kTwoPaths,
  kPort,
  kName,       // of an abstract socket
  kAnyPath,    // a path, or none
  kRightList,  // rights by name, then a path or port
  kFlagList,   // names of open(2)'s flags, then a path
};

// open(2)'s flags, as far as they matter here.
struct OpenMode {
  bool read = false;
  bool write = false;
  bool create = false;      // O_CREAT
  bool exclusive = false;   // O_EXCL
  bool truncate = false;    // O_TRUNC
  bool directory = false;   // O_DIRECTORY
  bool no_follow = false;   // O_NOFOLLOW
  bool unnamed = false;     // O_TMPFILE
  bool path_only = false;   // O_PATH
  bool ioctl_only = false;  // access mode 3: only ioctl(2) works with it

  bool operator==(const OpenMode&) const = default;
};

struct RenameMode {
  bool no_replace = false;  // RENAME_NOREPLACE
  bool exchange = false;    // RENAME_EXCHANGE
  bool whiteout = false;    // RENAME_WHITEOUT
};

// One row of the table.
struct OperationKind {
  std::string_view name;
  OperandKind operands = OperandKind::kNone;
  Deed deed = Deed::kFree;
  // kMake: the right to make it; kPort: on the port; kScope: the scope; kRight:
  // the right itself; kOpen: on a device besides what the mode needs.
  AccessMasks access = {};
  FileKind made = FileKind::kNone;  // kMake
  OpenMode open = {};
  RenameMode rename = {};
  // kPort: an unbound UDP socket binds itself to a port of the kernel's choice
  // first, and that needs bind_udp on port 0.
  bool binds_itself = false;
  std::string_view meaning;
};

// All rows: the operations, then each right of policy/access.h by its name
// (deed kRight, but for the scopes) unless an operation has that name.
const std::vector<OperationKind>& OperationKinds();

// The row with this name, or nullptr.
const OperationKind* FindOperationKind(std::string_view name);

// The flags of OpenMode by name.
struct OpenFlag {
  char name[10];
  bool OpenMode::*member;
};

inline constexpr OpenFlag kOpenFlags[] = {
    {"read", &OpenMode::read},          {"write", &OpenMode::write},
    {"create", &OpenMode::create},      {"exclusive", &OpenMode::exclusive},
    {"truncate", &OpenMode::truncate},  {"directory", &OpenMode::directory},
    {"nofollow", &OpenMode::no_follow}, {"tmpfile", &OpenMode::unnamed},
    {"path", &OpenMode::path_only},     {"ioctl", &OpenMode::ioctl_only},
};

// One thing that a program does.
struct Operation {
  const OperationKind* kind = nullptr;
  std::string path;      // absolute; or the name of the abstract socket
  std::string new_path;  // kTwoPaths: rename's and link's target
  uint16_t port = 0;
  AccessMasks access;  // as in the row; kRight: what was named
  OpenMode open;       // as in the row, unless the caller knows better
  // Unix sockets, signals and ptrace: the peer is outside of the domain. To a
  // peer inside nothing is denied.
  bool outside = true;
};

// An operation of that row on these operands; `name` must be in the table.
Operation MakeOperation(std::string_view name, std::string path = {},
                        std::string new_path = {});
Operation MakePortOperation(std::string_view name, uint16_t port);
// open(2) with any flags.
Operation MakeOpen(std::string path, const OpenMode& mode);

// Reads what a user writes behind `--may`: "read /etc/passwd", "rename /a /b",
// "connect tcp 443", "make_reg ~/x". Words are those of the policy language;
// relative paths start at `working_directory`. False: *error is a line without
// "landshim: " before it, which names `source_name` and the word, and says what
// is meant or what there is.
bool ParseOperation(std::string_view text, std::string_view source_name,
                    Environment environment, std::string_view working_directory,
                    Operation* operation, std::string* error);

// "rename PATH PATH": how the operation is written.
std::string ToText(const OperationKind& kind);

// The operation as ParseOperation reads it.
std::string ToText(const Operation& operation);

// A table of all names, operands and meanings for help: one line a row.
std::string DescribeOperations();

}  // namespace landshim

#endif  // LANDSHIM_POLICY_OPERATION_H_
