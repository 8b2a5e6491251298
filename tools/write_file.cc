// The new file has its content, owner and mode before it gets its name.
#include "tools/write_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

constexpr mode_t kPlain = 0644;
constexpr mode_t kPrivate = 0600;

bool Fail(const std::string& what, int error, const std::string& cure,
          std::string* why) {
  *why = what + ": " + DescribeError(error) + "; " + cure;
  return false;
}

// ".landshim-" and 64 random bits: nobody can have put anything there.
std::string NewName() {
  uint64_t random = 0;
  if (getrandom(&random, sizeof(random), 0) != sizeof(random)) {
    random = static_cast<uint64_t>(getpid());
  }
  std::string name = ".landshim-";
  constexpr char kDigits[] = "0123456789abcdef";
  for (int i = 0; i < 16; ++i, random >>= 4) name += kDigits[random & 15];
  return name;
}

// 0, or the errno.
int Fill(int fd, std::string_view content, mode_t mode,
         const struct stat& there) {
  const int error = WriteAll(fd, content);
  if (error != 0) return error;
  struct stat status = {};
  if (fstat(fd, &status) != 0) return errno;
  const bool other_owner =
      there.st_mode != 0 &&
      (status.st_uid != there.st_uid || status.st_gid != there.st_gid);
  if (other_owner && fchown(fd, there.st_uid, there.st_gid) != 0) return errno;
  // After the owner, whose change takes set-id bits away.
  if (fchmod(fd, mode) != 0) return errno;
  // Else a crash could leave the name with nothing behind it.
  return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

bool IsSameState(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino &&
         a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

bool Replace(const OutputPlace& place, std::string_view content, mode_t mode,
             std::string* why) {
  const std::string name = NewName();
  const int fd =
      openat(place.directory(), name.c_str(),
             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kPrivate);
  if (fd < 0) {
    return Fail("no file can be made in its directory", errno,
                "name a directory that exists and that you may write to", why);
  }
  int error = Fill(fd, content, mode, place.there());
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && renameat(place.directory(), name.c_str(), place.directory(),
                             place.name().c_str()) != 0) {
    error = errno;
  }
  if (error == 0) return true;
  unlinkat(place.directory(), name.c_str(), 0);
  return Fail("cannot be written", error,
              error == EPERM || error == EACCES
                  ? "do it as the file's owner"
                  : "make room, or name another file",
              why);
}

// What was looked at, opened; or -1.
int OpenThere(const OutputPlace& place, int flags) {
  constexpr int kFlags = O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC;
  const int fd =
      openat(place.directory(), place.name().c_str(), flags | kFlags);
  struct stat status = {};
  if (fd < 0 ||
      (fstat(fd, &status) == 0 && status.st_dev == place.there().st_dev &&
       status.st_ino == place.there().st_ino)) {
    return fd;
  }
  close(fd);
  errno = EAGAIN;
  return -1;
}

bool WriteStream(const OutputPlace& place, std::string_view content,
                 std::string* why) {
  int fd = place.descriptor();
  if (fd < 0) {
    // A pipe without a reader is an error (ENXIO), and not waited for.
    fd = OpenThere(place, O_WRONLY);
    if (fd >= 0) fcntl(fd, F_SETFL, O_WRONLY);
  }
  int error = fd < 0 ? errno : WriteAll(fd, content);
  if (fd >= 0 && fd != place.descriptor() && close(fd) != 0 && error == 0) {
    error = errno;
  }
  return error == 0 ||
         Fail("cannot be written", error, "name another file", why);
}

}  // namespace

std::string WhyNotWritable(const std::string& path, Streams streams) {
  OutputPlace place;
  std::string why;
  place.Find(path, streams, &why);
  return why;
}

bool WriteFile(const std::string& path, std::string_view content,
               std::optional<mode_t> mode, std::string* why) {
  OutputPlace place;
  if (!place.Find(path, Streams::kTake, why)) return false;
  if (place.descriptor() >= 0 || place.is_stream()) {
    return WriteStream(place, content, why);
  }
  const mode_t kept = place.is_file() ? place.there().st_mode & 0777 : kPlain;
  return Replace(place, content, mode.value_or(kept), why);
}

bool ReplaceContent(const std::string& path, const struct stat& before,
                    std::string_view content, std::string* why) {
  OutputPlace place;
  if (!place.Find(path, Streams::kRefuse, why)) return false;
  if (!place.is_file() || !IsSameState(place.there(), before)) {
    *why = "the file changed meanwhile, and nothing was written; try again";
    return false;
  }
  return Replace(place, content, place.there().st_mode & 0777, why);
}

int OpenToAppend(const std::string& path, std::string* why) {
  constexpr int kAppend = O_RDWR | O_APPEND;
  OutputPlace place;
  if (!place.Find(path, Streams::kTake, why)) return -1;
  int fd = -1;
  if (place.descriptor() >= 0) {
    // Not a copy: O_NONBLOCK and O_APPEND would be the program's too.
    const std::string link =
        "/proc/self/fd/" + std::to_string(place.descriptor());
    fd = open(link.c_str(), kAppend | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  } else if (place.there().st_mode != 0) {
    fd = OpenThere(place, kAppend);
  } else {
    fd = openat(place.directory(), place.name().c_str(),
                kAppend | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kPrivate);
  }
  if (fd < 0) {
    Fail("it cannot be written", errno, "name another file", why);
    return -1;
  }
  if (place.is_file() && place.there().st_nlink > 1) {
    *why = "this file has a second name (a hard link); name another file";
    close(fd);
    return -1;
  }
  return fd;
}

}  // namespace landshim
