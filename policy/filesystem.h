// The file system as the mirror of the kernel's decision sees it: an interface,
// so that deciding needs no system calls. tools/filesystem has the real one;
// tests have one in memory.
#ifndef LANDSHIM_POLICY_FILESYSTEM_H_
#define LANDSHIM_POLICY_FILESYSTEM_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace landshim {

// An inode: what a Landlock rule on a path binds (security/landlock/fs.c,
// get_inode_object). Both zero: none.
struct ObjectId {
  uint64_t device = 0;
  uint64_t inode = 0;

  constexpr auto operator<=>(const ObjectId&) const = default;
  constexpr bool operator==(const ObjectId&) const = default;
};

enum class FileKind : uint8_t {
  kNone,  // there is nothing
  kRegular,
  kDirectory,
  kSymlink,
  kFifo,
  kSocket,
  kCharDevice,
  kBlockDevice,
};

// When the kernel asks who may trace a process (ptrace(2)) before it shows what
// it keeps of that process in /proc (fs/proc/base.c, ptrace_may_access). There
// Landlock answers for the processes of a domain: none outside of it.
enum class TraceCheck : uint8_t {
  kNone,
  kFollow,  // a link: where it is read or followed
  kOpen,    // where it is opened
  kEnter,   // a directory: where it is opened, entered, or changed
  kUse,     // where it is read or listed; opening it is free
};

// One file, directory or other inode. All errors are errno numbers, 0 for none,
// as the kernel would answer the caller by everything but Landlock: mode bits,
// ACLs, capabilities, mount options, immutable files, the fs.protected_*
// settings.
struct FileObject {
  FileKind kind = FileKind::kNone;
  ObjectId id;
  uint64_t mount = 0;      // which mount it was reached through
  bool read_only = false;  // that mount, or its file system
  bool whiteout = false;   // the character device 0:0
  // A directory of /proc: what it does not show, nobody can make there.
  bool no_names = false;
  // Landlock never restricts it, since no path leads to it: pipes, sockets and
  // memfds behind /proc/self/fd, and what else is on a kernel-internal mount.
  bool unrestricted = false;
  int open_error = 0;     // to open it at all, as for devices by `nodev`
  int read_error = 0;     // to open it for reading (a directory: to list it)
  int write_error = 0;    // to open it for writing (a directory: to change it)
  int execute_error = 0;  // to execute it (a directory: to search it)
  int create_error = 0;   // to open it with O_CREAT: fs.protected_regular
  int link_error = 0;     // to make a hard link to it: fs.protected_hardlinks
  int remove_error =
      0;  // to remove or move it: another's in a sticky directory
  // Of a process outside of the domain that the caller may trace but for
  // Landlock; and what one who may not is told.
  TraceCheck traced = TraceCheck::kNone;
  int trace_error = 0;
};

// What a system call does with the last name of a path.
enum class LastName : uint8_t {
  kFollow,  // open(2), truncate(2): a link there is followed
  kKeep,    // O_NOFOLLOW, link(2)'s source: a link there is the object
  // open(2) with O_CREAT: as the two above, but a '/' behind the name is
  // EISDIR.
  kCreate,
  kCreateKeep,
  kEntry,  // mkdir(2), unlink(2), rename(2): looked up in its directory, even
           // with '/' behind it
};

// How the last name of a path was written, where LastName::kEntry matters
// (fs/namei.c, nd->last_type).
enum class LastType : uint8_t { kNormal, kDot, kDotDot, kRoot };

// What a path leads to.
struct Found {
  // Of the walk up to and with the last name: 0, ENOENT, ENOTDIR, EACCES,
  // ELOOP, ENAMETOOLONG, or what else the kernel says. For kEntry, of the walk
  // to the directory of the last name only.
  int error = 0;
  // For kEntry, of looking the last name up; 0 where it is only missing.
  int name_error = 0;
  // kind is kNone with ENOENT, or where kEntry names nothing. Where kEntry
  // names a mount point, it is what the mount covers, of which no inode is
  // known.
  FileObject object;
  // The directory in which the last name is or would be, behind all links that
  // were followed; of a directory, the one above it. Its kind is kNone where
  // there is none (the root, what no path leads to), or the walk did not come
  // so far.
  FileObject parent;
  // The inodes at which a rule would be met on the way from `parent` up to the
  // root: parent first. Mount points by what is mounted there.
  std::vector<ObjectId> above;
  // How many of them, from the first on, are on the mount of `parent`.
  size_t above_on_mount = 0;
  // Absolute and free of links, '.' and '..': of the object, or of where it
  // would be. For messages and statements. Empty where none is known: in a
  // mount that no path leads to, or where it is longer than PATH_MAX.
  std::string path;
  LastType last_type = LastType::kNormal;
  bool trailing_slash = false;
  // How many bytes of the given path lead up to and over the last name in it
  // that was a symbolic link; 0 where none was.
  size_t links_until = 0;
  // The walk went through a link or directory that is closed to those who may
  // not trace its process (TraceCheck): there it ends for a sandboxed program.
  bool traced = false;
};

// All calls see the same moment only if nothing changes meanwhile.
class Filesystem {
 public:
  Filesystem() = default;
  Filesystem(const Filesystem&) = delete;
  Filesystem& operator=(const Filesystem&) = delete;
  virtual ~Filesystem() = default;

  // Walks `path` as the kernel does. A relative path starts where the
  // implementation says, else the answer is ENOENT, as for an empty one.
  virtual Found Find(const std::string& path, LastName last) = 0;

  // The same for the POSIX message queue `name` ("/queue"): its inode, and
  // above it the root of the mqueue file system and nothing else.
  virtual Found FindMessageQueue(const std::string& name) = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_FILESYSTEM_H_
