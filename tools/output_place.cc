// Directories are opened part by part (openat(2), O_NOFOLLOW): between looking
// at a link and following it nobody can exchange it.
#include "tools/output_place.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "tools/message.h"

namespace landshim {
namespace {

constexpr int kMostLinks = 40;  // MAXSYMLINKS of the kernel

// A link opens itself.
constexpr int kLook = O_PATH | O_NOFOLLOW | O_CLOEXEC;

bool IsTrusted(uid_t owner) {
  return landshim::IsTrusted(owner, Trusted::kRootAndUser);
}

// What cannot be asked may have one.
bool HasList(int directory) {
  const int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return true;
  const bool has_list = fgetxattr(fd, kListName, nullptr, 0) > 0;
  close(fd);
  return has_list;
}

std::string NameOf(OtherWriters others, gid_t group) {
  switch (others) {
    case OtherWriters::kListed:
      return "users in its access control list";
    case OtherWriters::kGroup:
      return "the group " + std::to_string(group);
    default:
      return "everybody";
  }
}

bool Refuse(const std::string& text, std::string* why) {
  *why = text;
  return false;
}

bool RefuseDirectory(int error, std::string* why) {
  return Refuse(
      "no file can be made in its directory: " + DescribeError(error) +
          "; name a directory that exists and that you may write to",
      why);
}

// The number behind one of the names that lead to own descriptors; -1: it is no
// such name.
int NumberIn(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view prefix : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.rfind(prefix, 0) != 0) continue;
    const std::string_view digits = path.substr(prefix.size());
    constexpr size_t kMostDigits = 7;  // of the kernel's NR_OPEN
    if (digits.empty() || digits.size() > kMostDigits) return -1;
    int number = 0;
    for (const char c : digits) {
      if (c < '0' || c > '9') return -1;
      number = number * 10 + (c - '0');
    }
    return number;
  }
  return -1;
}

// The first part of *path, which then is the rest.
std::string TakePart(std::string* path) {
  const size_t begin = path->find_first_not_of('/');
  if (begin == std::string::npos) return std::exchange(*path, {}), "";
  const size_t end = path->find('/', begin);
  std::string part = path->substr(begin, end - begin);
  *path = end == std::string::npos ? "" : path->substr(end);
  return part;
}

}  // namespace

OtherWriters OtherWritersIn(int directory, const struct stat& status) {
  const OtherWriters others =
      FindOtherWriters(status, [directory] { return HasList(directory); });
  const bool counts = others == OtherWriters::kEverybody || geteuid() == 0;
  return counts ? others : OtherWriters::kNone;
}

OutputPlace::~OutputPlace() {
  if (directory_ >= 0) close(directory_);
}

bool OutputPlace::Find(const std::string& path, Streams streams,
                       std::string* why) {
  if (NumberIn(path) >= 0) {
    if (streams == Streams::kRefuse) {
      return Refuse("this is not a regular file; name another one", why);
    }
    return FindDescriptor(path, why);
  }
  const size_t slash = path.rfind('/');
  name_ = path.substr(slash + 1);
  if (name_.empty() || name_ == "." || name_ == "..") {
    return Refuse("this is a directory; name a file in it", why);
  }
  return OpenDirectory(
             slash == std::string::npos ? "." : path.substr(0, slash + 1),
             why) &&
         IsSafeDirectory(why) && IsSafeName(streams, why);
}

bool OutputPlace::FindDescriptor(const std::string& path, std::string* why) {
  const int number = NumberIn(path);
  const int flags = fcntl(number, F_GETFL);
  const int access = flags & O_ACCMODE;
  if (flags < 0 || (flags & O_PATH) != 0 ||
      (access != O_WRONLY && access != O_RDWR)) {
    return Refuse(
        "this descriptor is not open for writing; redirect it, or name a file",
        why);
  }
  descriptor_ = number;
  return true;
}

bool OutputPlace::OpenDirectory(const std::string& path, std::string* why) {
  directory_ = open(path.front() == '/' ? "/" : ".", kLook | O_DIRECTORY);
  std::string rest = path;
  int links = 0;
  for (std::string part; directory_ >= 0 && !rest.empty();) {
    part = TakePart(&rest);
    if (part.empty()) break;
    // O_DIRECTORY mounts what autofs keeps there.
    const int next = openat(directory_, part.c_str(), kLook | O_DIRECTORY);
    if (next < 0 && errno == ENOTDIR) {
      const bool followed = ++links <= kMostLinks ? FollowLink(part, &rest, why)
                                                  : RefuseDirectory(ELOOP, why);
      if (!followed) return false;
      continue;
    }
    const int error = errno;
    close(directory_);
    directory_ = next;
    errno = error;
  }
  return directory_ >= 0 || RefuseDirectory(errno, why);
}

// The link is opened itself: nobody exchanges it between this and that.
bool OutputPlace::FollowLink(const std::string& name, std::string* rest,
                             std::string* why) {
  struct stat status = {};
  char target[PATH_MAX];
  const int link = openat(directory_, name.c_str(), kLook);
  if (link < 0) return RefuseDirectory(errno, why);
  const bool is_link = fstat(link, &status) == 0 && S_ISLNK(status.st_mode);
  const ssize_t size = readlinkat(link, "", target, sizeof(target));
  close(link);
  if (!is_link) return RefuseDirectory(ENOTDIR, why);
  if (size <= 0 || size == sizeof(target)) return RefuseDirectory(ELOOP, why);
  if (!IsTrusted(status.st_uid)) {
    return Refuse("'" + Escape(name) +
                      "' on the way to it is a symbolic link of another user "
                      "(" +
                      std::to_string(status.st_uid) +
                      "); write the path that it leads to",
                  why);
  }
  *rest = std::string(target, static_cast<size_t>(size)) + *rest;
  if (rest->front() != '/') return true;
  close(directory_);
  directory_ = open("/", kLook | O_DIRECTORY);
  return directory_ >= 0 || RefuseDirectory(errno, why);
}

bool OutputPlace::IsSafeDirectory(std::string* why) {
  struct stat status = {};
  if (fstat(directory_, &status) != 0) return RefuseDirectory(errno, why);
  constexpr char kCure[] =
      ", who can replace what is written there; name a file in a directory "
      "that only you and root can write";
  if (!IsTrusted(status.st_uid)) {
    return Refuse("its directory belongs to another user (" +
                      std::to_string(status.st_uid) + ")" + kCure,
                  why);
  }
  const OtherWriters others = OtherWritersIn(directory_, status);
  shared_ = others != OtherWriters::kNone;
  if (!shared_ || (status.st_mode & S_ISVTX) != 0) return true;
  return Refuse("its directory can be written by " +
                    NameOf(others, status.st_gid) + kCure,
                why);
}

bool OutputPlace::IsSafeName(Streams streams, std::string* why) {
  const bool none =
      fstatat(directory_, name_.c_str(), &there_, AT_SYMLINK_NOFOLLOW) != 0;
  if (none && errno != ENOENT) return RefuseDirectory(errno, why);
  if (none) there_ = {};
  const mode_t type = there_.st_mode & S_IFMT;
  if (type == S_IFLNK) {
    return Refuse("this is a symbolic link; name the file that it leads to",
                  why);
  }
  if (type == S_IFDIR) {
    return Refuse("this is a directory; name a file in it", why);
  }
  const bool stream = type == S_IFIFO || type == S_IFCHR;
  if (!none && type != S_IFREG && !(stream && streams == Streams::kTake)) {
    return Refuse("this is not a regular file; name another one", why);
  }
  if (!none && (shared_ || stream) && !IsTrusted(there_.st_uid)) {
    return Refuse("this belongs to another user (" +
                      std::to_string(there_.st_uid) + "); name another file",
                  why);
  }
  // A stream is written where it is.
  if (!stream && faccessat(directory_, ".", W_OK | X_OK, AT_EACCESS) != 0) {
    return RefuseDirectory(errno, why);
  }
  return true;
}

}  // namespace landshim
