// The new file has its content, owner and mode before it gets its name.
#include "tools/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

// A new file in the directory of `path`; its name goes to *name. -1: errno.
int OpenNew(const std::string& path, std::string* name) {
  const size_t slash = path.rfind('/');
  *name = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  *name += ".landshim-XXXXXX";
  return mkostemp(name->data(), O_CLOEXEC);
}

// 0, or the errno.
int Fill(int fd, std::string_view content, const FileAttributes& attributes) {
  const int error = WriteAll(fd, content);
  if (error != 0) return error;
  if (attributes.owner.has_value()) {
    struct stat status {};
    if (fstat(fd, &status) != 0) return errno;
    const Owner& owner = *attributes.owner;
    if ((status.st_uid != owner.user || status.st_gid != owner.group) &&
        fchown(fd, owner.user, owner.group) != 0) {
      return errno;
    }
  }
  // After the owner, whose change takes set-id bits away.
  if (fchmod(fd, attributes.mode) != 0) return errno;
  // Else a crash could leave the name with nothing behind it.
  return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

bool Fail(const std::string& what, int error, const std::string& cure,
          std::string* why) {
  *why = what + ": " + DescribeError(error) + "; " + cure;
  return false;
}

bool IsSameState(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino &&
         a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

bool NoFile(std::string* why) {
  *why = "this is no regular file; name one";
  return false;
}

FileAttributes AttributesOf(const struct stat& status) {
  FileAttributes attributes;
  attributes.mode = status.st_mode & 07777;
  attributes.owner = Owner{status.st_uid, status.st_gid};
  return attributes;
}

}  // namespace

bool WriteFile(const std::string& path, std::string_view content,
               const FileAttributes& attributes, std::string* why) {
  struct stat there = {};
  if (lstat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode) &&
      !S_ISLNK(there.st_mode)) {
    return NoFile(why);
  }
  std::string name;
  const int fd = OpenNew(path, &name);
  if (fd < 0) {
    return Fail("no file can be made in its directory", errno,
                "name a directory that exists and that you may write to", why);
  }
  int error = Fill(fd, content, attributes);
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && rename(name.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return true;
  unlink(name.c_str());
  return Fail("cannot be written", error,
              error == EPERM || error == EACCES
                  ? "do it as the file's owner"
                  : "make room, or name another file",
              why);
}

bool ReplaceContent(const std::string& path, const struct stat& before,
                    std::string_view content, std::string* why) {
  if (!S_ISREG(before.st_mode)) return NoFile(why);
  std::error_code error;
  const std::string real = std::filesystem::canonical(path, error).string();
  struct stat now = {};
  if (error || stat(real.c_str(), &now) != 0 || !IsSameState(now, before)) {
    *why = "the file changed meanwhile, and nothing was written; try again";
    return false;
  }
  return WriteFile(real, content, AttributesOf(now), why);
}

bool WriteOver(const std::string& path, std::string_view content,
               std::string* why) {
  struct stat there = {};
  if (stat(path.c_str(), &there) != 0) return WriteFile(path, content, {}, why);
  if (!S_ISREG(there.st_mode)) return NoFile(why);
  std::error_code error;
  const std::string real = std::filesystem::canonical(path, error).string();
  return WriteFile(error ? path : real, content, AttributesOf(there), why);
}

}  // namespace landshim
