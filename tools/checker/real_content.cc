// Files are looked at through O_PATH first, so that only what is known to be
// harmless is opened.
#include "tools/checker/real_content.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <memory>

namespace landshim {
namespace {

// Opens a regular file for reading; -1 where it is none or cannot be read.
int OpenRegular(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return -1;
  // Should it have become something else since: no blocking, no terminal.
  const int fd =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
    close(fd);
    return -1;
  }
  return fd;
}

}  // namespace

RealContent::~RealContent() {
  if (fd_ >= 0) close(fd_);
}

std::optional<std::string> RealContent::ReadLink(const std::string& path) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size = readlink(path.c_str(), target.data(), target.size());
  if (size < 0) return std::nullopt;
  target.resize(static_cast<size_t>(size));
  return target;
}

std::optional<std::string> RealContent::Read(const std::string& path,
                                             uint64_t offset, size_t size) {
  if (fd_ < 0 || path != path_) {
    if (fd_ >= 0) close(fd_);
    fd_ = OpenRegular(path);
    path_ = path;
  }
  if (fd_ < 0) return std::nullopt;
  std::string bytes(size, '\0');
  size_t filled = 0;
  while (filled < size) {
    const ssize_t got = pread(fd_, bytes.data() + filled, size - filled,
                              static_cast<off_t>(offset + filled));
    if (got <= 0) break;
    filled += static_cast<size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

std::vector<std::string> RealContent::List(const std::string& path,
                                           size_t most) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path.c_str()),
                                                      closedir);
  if (directory == nullptr) return names;
  while (names.size() < most) {
    // One thread: nobody else reads from this stream.
    const dirent* entry = readdir(directory.get());  // NOLINT(concurrency*)
    if (entry == nullptr) break;
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace landshim
