#include "tools/recorder/lookup.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string_view>

#include "tools/filesystem/proc.h"

namespace landshim {
namespace {

constexpr long kOpenat2 = 437;  // Linux 5.6

bool IsInProc(std::string_view path) {
  return path == "/proc" || path.starts_with("/proc/");
}

// Where a link leads into /proc/self, which is not this process's own.
bool MayLeadToProc(std::string_view path) {
  return IsInProc(path) || path.starts_with("/dev/");
}

bool IsInProc(int directory) {
  static const dev_t proc = [] {
    struct stat status = {};
    return stat("/proc", &status) == 0 ? status.st_dev : 0;
  }();
  struct stat status = {};
  return fstat(directory, &status) != 0 || status.st_dev == proc;
}

// Closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }

 private:
  int fd_;
};

bool ReadPath(int fd, std::string* path) {
  char buffer[PATH_MAX];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = readlink(link.c_str(), buffer, sizeof(buffer));
  if (size <= 0 || static_cast<size_t>(size) == sizeof(buffer)) return false;
  path->assign(buffer, static_cast<size_t>(size));
  return true;
}

// -1 and errno.
int OpenStart(const Requester& requester, int directory) {
  return open(requester.Proc(LinkOf(directory)).c_str(), O_PATH | O_CLOEXEC);
}

// True if there is something other than a link, or nothing.
bool LookAtPlain(Looked* looked) {
  looked->error = lstat(looked->path.c_str(), &looked->status) == 0 ? 0 : errno;
  return looked->error == 0 ? !S_ISLNK(looked->status.st_mode)
                            : looked->error == ENOENT;
}

void SetEntry(std::string_view directory, std::string_view name,
              std::string* path) {
  path->reserve(directory.size() + 1 + name.size());
  path->assign(directory);
  if (directory != "/") *path += '/';
  *path += name;
}

// A name in the directory where it starts, and no link: shorter still.
bool LookAtEntry(const Requester& requester, const CallPath& path,
                 Looked* looked) {
  const std::string& name = path.path;
  if (name.find('/') != std::string::npos || name == "." || name == "..") {
    return false;
  }
  const std::string link = LinkOf(path.directory);
  std::string directory;
  if (requester.ReadLink(link.c_str(), &directory) != 0 ||
      directory.front() != '/' || IsInProc(directory) ||
      directory.ends_with(kDeleted)) {
    return false;
  }
  SetEntry(directory, name, &looked->path);
  return LookAtPlain(looked);
}

bool LookFar(const Requester& requester, const CallPath& path, bool follow,
             Looked* looked) {
  const bool absolute = path.path.starts_with('/');
  const Descriptor start(absolute ? -1 : OpenStart(requester, path.directory));
  // Whatever is wrong there, the long way finds it.
  if (!absolute && (start.get() < 0 || IsInProc(start.get()))) return false;
  struct open_how how = {};
  how.flags = O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW);
  how.resolve = RESOLVE_NO_MAGICLINKS;
  const Descriptor found(
      static_cast<int>(syscall(kOpenat2, absolute ? AT_FDCWD : start.get(),
                               path.path.c_str(), &how, sizeof(how))));
  if (found.get() < 0) {
    looked->error = errno;
    // Too many links, or one of /proc; and what is refused to this process may
    // be granted to the other.
    const bool known = errno == ENOENT || errno == ENOTDIR;
    return known && !MayLeadToProc(path.path);
  }
  looked->error = 0;
  return fstat(found.get(), &looked->status) == 0 &&
         ReadPath(found.get(), &looked->path) && looked->path.front() == '/' &&
         !IsInProc(looked->path) && !looked->path.ends_with(kDeleted);
}

// Others may change links, too.
constexpr time_t kSeconds = 1;
constexpr size_t kMostKnown = 4096;

bool IsOrdinary(std::string_view name) {
  return !name.empty() && name != "." && name != "..";
}

}  // namespace

std::string LinkOf(int directory) {
  return directory == AT_FDCWD ? "cwd" : "fd/" + std::to_string(directory);
}

ObjectId IdOf(const struct stat& status) {
  return {status.st_dev, status.st_ino};
}

bool Lookups::LookInKnown(const CallPath& path, bool follow,
                          Looked* looked) const {
  const std::string_view text = path.path;
  const auto link = follow ? links_.find(text) : links_.end();
  if (link != links_.end() && SecondsNow() - link->second.asked <= kSeconds) {
    looked->path = link->second.path;
    return LookAtPlain(looked);
  }
  const size_t slash = text.rfind('/');
  const std::string_view name = text.substr(slash + 1);
  const auto directory = directories_.find(text.substr(0, slash));
  if (directory == directories_.end() || !IsOrdinary(name) ||
      SecondsNow() - directory->second.asked > kSeconds) {
    return false;
  }
  SetEntry(directory->second.path, name, &looked->path);
  return LookAtPlain(looked);
}

void Lookups::Keep(const CallPath& path, const Looked& looked) {
  const size_t slash = path.path.rfind('/');
  const std::string name = path.path.substr(slash + 1);
  struct stat status = {};
  if (looked.error != 0 || !IsOrdinary(name) ||
      lstat(path.path.c_str(), &status) != 0) {
    return;
  }
  if (directories_.size() + links_.size() >= kMostKnown) Forget();
  if (S_ISLNK(status.st_mode)) {
    // It may have been looked at, and not followed.
    if (!S_ISLNK(looked.status.st_mode)) {
      links_[path.path] = {looked.path, SecondsNow()};
    }
    return;
  }
  // It has the same name in the directory free of links.
  if (!looked.path.ends_with('/' + name)) return;
  directories_[path.path.substr(0, slash)] = {
      looked.path.substr(0, looked.path.size() - name.size() - 1),
      SecondsNow()};
}

bool Lookups::Look(const Requester& requester, const CallPath& path,
                   bool follow, Looked* looked) {
  const bool absolute = path.path.starts_with('/');
  if (absolute ? LookInKnown(path, follow, looked)
               : LookAtEntry(requester, path, looked)) {
    return true;
  }
  if (!LookFar(requester, path, follow, looked)) return false;
  if (absolute) Keep(path, *looked);
  return true;
}

bool Lookups::LookLately(const Requester& requester, const CallPath& path,
                         bool follow, Looked* looked) {
  if (!follow || !path.path.starts_with('/')) {
    return Look(requester, path, follow, looked);
  }
  const auto known = found_.find(path.path);
  if (known != found_.end() && SecondsNow() - known->second.asked <= kSeconds) {
    *looked = known->second.looked;
    return true;
  }
  if (!Look(requester, path, follow, looked)) return false;
  const mode_t mode = looked->status.st_mode;
  if (looked->error == 0 && (S_ISREG(mode) || S_ISDIR(mode))) {
    if (found_.size() >= kMostKnown) found_.clear();
    found_[path.path] = {*looked, SecondsNow()};
  }
  return true;
}

bool HasSameRoot(const Requester& requester) {
  struct stat own = {};
  struct stat other = {};
  std::string space;
  char own_space[64];
  const ssize_t size =
      readlink("/proc/self/ns/mnt", own_space, sizeof(own_space));
  return stat("/", &own) == 0 &&
         stat(requester.Proc("root/").c_str(), &other) == 0 &&
         IdOf(own) == IdOf(other) && size > 0 &&
         requester.ReadLink("ns/mnt", &space) == 0 &&
         space == std::string_view(own_space, static_cast<size_t>(size));
}

int LookAtDescriptor(const Requester& requester, int fd, Looked* looked) {
  const std::string link = "fd/" + std::to_string(fd);
  if (stat(requester.Proc(link).c_str(), &looked->status) != 0) return errno;
  return requester.ReadLink(link.c_str(), &looked->path);
}

}  // namespace landshim
