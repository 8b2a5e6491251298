// Calls that name files, or use descriptors of them.
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "tools/filesystem/proc.h"
#include "tools/filesystem/process_filesystem.h"
#include "tools/recorder/decode.h"

namespace landshim {
namespace {

constexpr uint64_t kUnnamedFlag =
    static_cast<uint64_t>(O_TMPFILE) & ~static_cast<uint64_t>(O_DIRECTORY);

OpenMode ModeOf(uint64_t flags) {
  const auto has = [flags](int flag) {
    return (flags & static_cast<uint64_t>(flag)) != 0;
  };
  OpenMode mode;
  switch (flags & O_ACCMODE) {
    case O_RDONLY:
      mode.read = true;
      break;
    case O_WRONLY:
      mode.write = true;
      break;
    case O_RDWR:
      mode.read = true;
      mode.write = true;
      break;
    default:
      mode.ioctl_only = true;
  }
  mode.create = has(O_CREAT);
  mode.exclusive = has(O_CREAT) && has(O_EXCL);
  mode.truncate = has(O_TRUNC);
  mode.directory = has(O_DIRECTORY);
  mode.no_follow = has(O_NOFOLLOW);
  mode.path_only = has(O_PATH);
  if ((flags & kUnnamedFlag) != 0) {
    mode.unnamed = true;
    mode.directory = false;
    // Then it can never be linked.
    mode.exclusive = has(O_EXCL);
  }
  return mode;
}

// The arguments of one call, taken one after the other.
class Paths {
 public:
  Paths(const CallData& call, const Requester& requester, Decoded* decoded)
      : call_(call), requester_(requester), decoded_(decoded) {}

  bool Decode();

 private:
  // False: it is another call.
  bool DecodeUse();
  bool DecodeNames();

  int Descriptor(size_t index) const {
    return static_cast<int>(call_.args[index]);
  }

  // The path in argument `index`, from the directory in `directory`. False:
  // there is none.
  bool Take(size_t index, int directory, CallPath* path,
            bool may_be_empty = false) {
    path->directory = directory;
    return TakeText(requester_, call_.args[index], &path->path, decoded_) &&
           (may_be_empty || !path->path.empty());
  }

  void Add(std::string_view operation, size_t index, int directory = AT_FDCWD) {
    CallPath path;
    if (!Take(index, directory, &path)) return;
    decoded_->attempts.push_back(MakeAttempt(operation, std::move(path)));
  }

  // Of interest is what may be in /proc: most is not, and needs no second look.
  void AddLook(std::string_view operation, size_t index,
               int directory = AT_FDCWD) {
    CallPath path;
    if (!Take(index, directory, &path, /*may_be_empty=*/true)) return;
    if (path.path.starts_with('/')) {
      if (path.path.find("/proc/") == std::string::npos) return;
    } else {
      std::string start;
      const std::string link =
          directory == AT_FDCWD ? "cwd" : "fd/" + std::to_string(directory);
      if (requester_.ReadLink(link.c_str(), &start) != 0 ||
          !start.starts_with("/proc")) {
        return;
      }
    }
    decoded_->attempts.push_back(MakeAttempt(operation, std::move(path)));
  }

  void AddOpen(uint64_t flags, size_t index, int directory = AT_FDCWD,
               bool in_root = false) {
    CallPath path;
    if (!Take(index, directory, &path)) return;
    if (in_root) {
      path.path.erase(0, path.path.find_first_not_of('/'));
      if (path.path.empty()) path.path = ".";
    }
    const OpenMode mode = ModeOf(flags);
    if (mode.path_only) return;
    // What programs do most.
    static const OperationKind* const kind = FindOperationKind("open");
    Attempt& attempt = decoded_->attempts.emplace_back();
    attempt.kind = kind;
    attempt.path = std::move(path);
    attempt.open = mode;
  }

  void AddOpenat2() {
    // Added to at its end, as the kernel grows.
    struct open_how how = {};
    const auto size = std::min<uint64_t>(call_.args[3], sizeof(how));
    if (!TakeBytes(requester_, call_.args[2], &how, size, decoded_)) return;
    AddOpen(how.flags, 1, Descriptor(0), (how.resolve & RESOLVE_IN_ROOT) != 0);
  }

  void AddDescriptor(std::string_view operation) {
    Attempt attempt = MakeAttempt(operation, {Descriptor(0), ""});
    attempt.by_descriptor = true;
    decoded_->attempts.push_back(std::move(attempt));
  }

  void AddExecveat() {
    CallPath path;
    const bool empty = (call_.args[4] & AT_EMPTY_PATH) != 0;
    if (!Take(1, Descriptor(0), &path, empty)) return;
    decoded_->attempts.push_back(MakeAttempt("exec", std::move(path)));
  }

  void AddMknod(uint64_t mode, uint64_t device, size_t index,
                int directory = AT_FDCWD) {
    switch (mode & S_IFMT) {
      case 0:
      case S_IFREG:
        return Add("mkfile", index, directory);
      case S_IFIFO:
        return Add("mkfifo", index, directory);
      case S_IFSOCK:
        return Add("mksock", index, directory);
      case S_IFBLK:
        return Add("mkblock", index, directory);
      case S_IFCHR:
        return Add(device == 0 ? "mkwhiteout" : "mkchar", index, directory);
      default:
        return;
    }
  }

  void AddTwo(std::string_view operation, CallPath from, CallPath to) {
    decoded_->attempts.push_back(
        MakeAttempt(operation, std::move(from), std::move(to)));
  }

  void AddRename(uint64_t flags, size_t from_index, int from_directory,
                 size_t to_index, int to_directory) {
    CallPath from;
    CallPath to;
    if (!Take(from_index, from_directory, &from) ||
        !Take(to_index, to_directory, &to)) {
      return;
    }
    const char* operation = "rename";
    if ((flags & RENAME_EXCHANGE) != 0) {
      operation = "exchange";
    } else if ((flags & RENAME_WHITEOUT) != 0) {
      operation = "rename_whiteout";
    } else if ((flags & RENAME_NOREPLACE) != 0) {
      operation = "rename_new";
    }
    AddTwo(operation, std::move(from), std::move(to));
  }

  void AddLink(uint64_t flags, size_t from_index, int from_directory,
               size_t to_index, int to_directory);

  const CallData& call_;
  const Requester& requester_;
  Decoded* decoded_;
};

// A file that O_TMPFILE made is linked by its descriptor, or by the link of
// /proc that leads to it (open(2), linkat(2)).
void Paths::AddLink(uint64_t flags, size_t from_index, int from_directory,
                    size_t to_index, int to_directory) {
  CallPath from;
  CallPath to;
  const bool empty = (flags & AT_EMPTY_PATH) != 0;
  if (!Take(from_index, from_directory, &from, empty) ||
      !Take(to_index, to_directory, &to)) {
    return;
  }
  const bool follow = (flags & AT_SYMLINK_FOLLOW) != 0;
  if (!follow && !from.path.empty()) {
    return AddTwo("link", std::move(from), std::move(to));
  }
  ProcessFilesystem files(requester_.thread(), requester_.Process());
  const Found found =
      files.Find(files.From(from.directory, from.path), LastName::kFollow);
  if (found.error != 0) return;
  if (!found.path.ends_with(kDeleted)) {
    return AddTwo("link", {AT_FDCWD, found.path}, std::move(to));
  }
  const size_t slash = found.path.rfind('/');
  AddTwo("link_tmpfile",
         {AT_FDCWD, found.path.substr(0, std::max<size_t>(slash, 1))},
         std::move(to));
}

bool Paths::Decode() { return DecodeUse() || DecodeNames(); }

bool Paths::DecodeUse() {
  const auto& args = call_.args;
  switch (call_.call) {
    case Call::k_open:
      AddOpen(args[1], 0);
      return true;
    case Call::k_openat:
      AddOpen(args[2], 1, Descriptor(0));
      return true;
    case Call::k_openat2:
      AddOpenat2();
      return true;
    case Call::k_creat:
      AddOpen(O_WRONLY | O_CREAT | O_TRUNC, 0);
      return true;
    case Call::k_acct:
      // Without a name it switches accounting off.
      if (args[0] != 0) AddOpen(O_WRONLY | O_APPEND, 0);
      return true;
    case Call::k_swapon:
      AddOpen(O_RDWR, 0);
      return true;
    case Call::k_execve:
      Add("exec", 0);
      return true;
    case Call::k_execveat:
      AddExecveat();
      return true;
    case Call::k_truncate:
    case Call::k_truncate64:
      Add("truncate", 0);
      return true;
    case Call::k_readlink:
      AddLook("readlink", 0);
      return true;
    case Call::k_readlinkat:
      AddLook("readlink", 1, Descriptor(0));
      return true;
    case Call::k_chdir:
      AddLook("chdir", 0);
      return true;
    case Call::k_ftruncate:
    case Call::k_ftruncate64:
      AddDescriptor("truncate");
      return true;
    default:
      return false;
  }
}

bool Paths::DecodeNames() {
  const auto& args = call_.args;
  switch (call_.call) {
    case Call::k_mkdir:
      Add("mkdir", 0);
      return true;
    case Call::k_mkdirat:
      Add("mkdir", 1, Descriptor(0));
      return true;
    case Call::k_mknod:
      AddMknod(args[1], args[2], 0);
      return true;
    case Call::k_mknodat:
      AddMknod(args[2], args[3], 1, Descriptor(0));
      return true;
    case Call::k_symlink:
      Add("symlink", 1);
      return true;
    case Call::k_symlinkat:
      Add("symlink", 2, Descriptor(1));
      return true;
    case Call::k_unlink:
      Add("unlink", 0);
      return true;
    case Call::k_unlinkat:
      Add((args[2] & AT_REMOVEDIR) != 0 ? "rmdir" : "unlink", 1, Descriptor(0));
      return true;
    case Call::k_rmdir:
      Add("rmdir", 0);
      return true;
    case Call::k_rename:
      AddRename(0, 0, AT_FDCWD, 1, AT_FDCWD);
      return true;
    case Call::k_renameat:
      AddRename(0, 1, Descriptor(0), 3, Descriptor(2));
      return true;
    case Call::k_renameat2:
      AddRename(args[4], 1, Descriptor(0), 3, Descriptor(2));
      return true;
    case Call::k_link:
      AddLink(0, 0, AT_FDCWD, 1, AT_FDCWD);
      return true;
    case Call::k_linkat:
      AddLink(args[4], 1, Descriptor(0), 3, Descriptor(2));
      return true;
    default:
      return false;
  }
}

}  // namespace

bool DecodePathCall(const CallData& call, const Requester& requester,
                    Decoded* decoded) {
  return Paths(call, requester, decoded).Decode();
}

}  // namespace landshim
