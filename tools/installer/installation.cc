// The manifest is written first and removed last, so that nothing is forgotten
// where an installation is cut short.
#include "tools/installer/installation.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tools/message.h"
#include "tools/output_place.h"
#include "tools/write_file.h"

namespace landshim::installer {
namespace {

constexpr mode_t kDirectoryMode = 0755;
constexpr mode_t kManifestMode = 0644;
constexpr size_t kLargestFile = size_t{1} << 28;

bool Fail(const std::string& path, const std::string& text,
          std::string* error) {
  *error = Escape(path) + ": " + text;
  return false;
}

bool FailOn(const std::string& path, const std::string& what,
            const std::string& cure, std::string* error) {
  return Fail(path, what + ": " + DescribeError(errno) + "; " + cure, error);
}

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

// Whether somebody else could exchange what is in the directory. A sticky one
// keeps others from that, but not from putting more beside it.
bool IsOpen(int directory, bool sticky_is_closed) {
  struct stat status = {};
  if (fstat(directory, &status) != 0 ||
      !IsTrusted(status.st_uid, Trusted::kRootAndUser)) {
    return true;
  }
  if (sticky_is_closed && (status.st_mode & S_ISVTX) != 0) return false;
  return OtherWritersIn(directory, status) != OtherWriters::kNone;
}

bool IsThere(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0;
}

bool ReadOpened(int fd, std::string* content) {
  std::string buffer(size_t{1} << 16, '\0');
  while (content->size() < kLargestFile) {
    const ssize_t size = read(fd, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return size == 0;
    content->append(buffer, 0, static_cast<size_t>(size));
  }
  errno = EFBIG;
  return false;
}

}  // namespace

std::string Installation::PathOf(const std::string& path) const {
  if (path == ".") return root_;
  return (root_ == "/" ? "" : root_) + '/' + path;
}

bool Installation::Close(std::string* error) const {
  const int fd =
      open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status = {};
  if (fd < 0 && errno == ENOENT) return true;  // it will be made closed
  const bool done =
      fd >= 0 && fstat(fd, &status) == 0 &&
      ((status.st_mode & (S_IWGRP | S_IWOTH)) == 0 ||
       fchmod(fd, status.st_mode & 07777 & ~(S_IWGRP | S_IWOTH)) == 0);
  const int failed = errno;
  if (fd >= 0) close(fd);
  errno = failed;
  return done || FailOn(root_, "its mode cannot be changed",
                        "do it as its owner, and name no symbolic link", error);
}

// The path holds no link, as it is canonical.
bool Installation::IsClosed(const std::string& path, std::string* error) const {
  for (size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    const std::string directory = path.substr(0, end);
    const int fd = open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) break;  // it will be made
    const bool above = directory.size() < root_.size();
    const bool is_open = IsOpen(fd, above);
    close(fd);
    if (!is_open) continue;
    return Fail(directory,
                "others can write to this directory, and so replace what is "
                "installed; name another one, or add '--chmod' if it is the "
                "one for landshim",
                error);
  }
  return true;
}

// *content stays empty where no file is there.
bool Installation::ReadOurs(const std::string& path,
                            std::optional<std::string>* content, mode_t* mode,
                            std::string* error) const {
  const std::string full = PathOf(path);
  if (!IsClosed(ParentOf(full), error)) return false;
  if (!IsThere(ParentOf(full))) return true;
  OutputPlace place;
  std::string why;
  if (!place.Find(full, Streams::kRefuse, &why)) return Fail(full, why, error);
  if (!place.is_file()) return true;
  const uid_t owner = place.there().st_uid;
  if (!IsTrusted(owner, Trusted::kRootAndUser)) {
    return Fail(full,
                "this belongs to another user (" + std::to_string(owner) +
                    "); move it away",
                error);
  }
  const int fd = openat(place.directory(), place.name().c_str(),
                        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  std::string text;
  const bool read = fd >= 0 && ReadOpened(fd, &text);
  const int failed = errno;
  if (fd >= 0) close(fd);
  errno = failed;
  if (!read) {
    return FailOn(full, "cannot be read", "do it as the file's owner", error);
  }
  if (!IsLandshims(text)) {
    return Fail(full, "this is not landshim's; move it away", error);
  }
  *mode = place.there().st_mode & 07777;
  *content = std::move(text);
  return true;
}

bool Installation::Put(const InstalledFile& file, std::string* error) const {
  std::optional<std::string> there;
  mode_t mode = 0;
  if (!ReadOurs(file.path, &there, &mode, error)) return false;
  if (there == file.content && mode == file.mode) return true;
  const std::string full = PathOf(file.path);
  std::string why;
  return WriteFile(full, file.content, file.mode, &why) ||
         Fail(full, why, error);
}

bool Installation::MakeDirectory(const std::string& path, std::string* error) {
  const std::string full = PathOf(path);
  struct stat status = {};
  if (stat(full.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return true;
  if (path != "." && !MakeDirectory(ParentOf(path), error)) return false;
  OutputPlace place;
  std::string why;
  if (!place.Find(full, Streams::kRefuse, &why)) return Fail(full, why, error);
  if (mkdirat(place.directory(), place.name().c_str(), kDirectoryMode) != 0) {
    return FailOn(full, "cannot be made", "name another directory", error);
  }
  // Whatever the umask says.
  fchmodat(place.directory(), place.name().c_str(), kDirectoryMode, 0);
  AddOnce(path, &manifest_.directories);
  return true;
}

// What lies above the installation stays when it goes.
bool Installation::MakeAbove(std::string* error) {
  Installation above(root_, layout_);
  const std::string root = root_;
  for (size_t end = root.find('/', 1); end != std::string::npos;
       end = root.find('/', end + 1)) {
    above.root_ = root.substr(0, end);
    if (!above.MakeDirectory(".", error)) return false;
  }
  return true;
}

bool Installation::MakeDirectories(const std::vector<InstalledFile>& files,
                                   std::string* error) {
  if (!MakeAbove(error) ||
      !MakeDirectory(ParentOf(ManifestOf(layout_)), error)) {
    return false;
  }
  return std::all_of(files.begin(), files.end(), [&](const auto& file) {
    return MakeDirectory(ParentOf(file.path), error);
  });
}

// ld.so passes over an object that it cannot map: the program would start
// without it.
bool Installation::IsLoadable(std::string* error) const {
  const std::string directory = ParentOf(Object());
  struct statvfs status = {};
  if (statvfs(directory.c_str(), &status) != 0 ||
      (status.f_flag & ST_NOEXEC) == 0) {
    return true;
  }
  return Fail(directory,
              "it is mounted noexec: programs would start without the object, "
              "unsandboxed; name another directory, or mount it exec",
              error);
}

bool Installation::Install(std::string_view command, std::string* error) {
  const std::vector<InstalledFile> files = FilesOf(layout_, command);
  std::optional<std::string> there;
  mode_t mode = 0;
  // Of an older version, whose files may be others.
  if (!ReadOurs(ManifestOf(layout_), &there, &mode, error)) return false;
  if (there && !Find(error)) return false;
  std::vector<std::string> old = manifest_.files;
  for (const InstalledFile& file : files) {
    if (!ReadOurs(file.path, &there, &mode, error)) return false;
    old.erase(std::remove(old.begin(), old.end(), file.path), old.end());
    AddOnce(file.path, &manifest_.files);
  }
  if (!MakeDirectories(files, error) || !IsLoadable(error)) {
    RemoveDirectories();
    return false;
  }
  const auto write_manifest = [&] {
    const std::string text = WriteManifest(manifest_);
    return Put({ManifestOf(layout_), kManifestMode, text}, error);
  };
  if (!write_manifest()) return false;
  for (const InstalledFile& file : files) {
    if (!Put(file, error)) return false;
  }
  for (const std::string& path : old) {
    if (!RemoveFile(path, error)) return false;
    std::vector<std::string>& list = manifest_.files;
    list.erase(std::remove(list.begin(), list.end(), path), list.end());
  }
  return old.empty() || write_manifest();
}

bool Installation::Find(std::string* error) {
  const std::string full = PathOf(ManifestOf(layout_));
  std::optional<std::string> text;
  mode_t mode = 0;
  if (!ReadOurs(ManifestOf(layout_), &text, &mode, error)) return false;
  if (!text) {
    return Fail(full,
                "no such file: 'landshim install' did not install anything "
                "here; name the directory that it was given",
                error);
  }
  return ReadManifest(*text, &manifest_) ||
         Fail(full,
              "this is no manifest of an installation; install again, then "
              "uninstall",
              error);
}

bool Installation::RemoveFile(const std::string& path,
                              std::string* error) const {
  std::optional<std::string> content;
  mode_t mode = 0;
  if (!ReadOurs(path, &content, &mode, error)) return false;
  if (!content) return true;
  const std::string full = PathOf(path);
  OutputPlace place;
  std::string why;
  if (!place.Find(full, Streams::kRefuse, &why)) return Fail(full, why, error);
  return unlinkat(place.directory(), place.name().c_str(), 0) == 0 ||
         FailOn(full, "cannot be removed", "do it as the file's owner", error);
}

// Those that hold other things by now stay.
void Installation::RemoveDirectories() const {
  const std::vector<std::string>& made = manifest_.directories;
  for (auto path = made.rbegin(); path != made.rend(); ++path) {
    rmdir(PathOf(*path).c_str());
  }
}

bool Installation::Remove(std::string* error) {
  std::optional<std::string> content;
  mode_t mode = 0;
  for (const std::string& path : manifest_.files) {
    if (!ReadOurs(path, &content, &mode, error)) return false;
  }
  for (const std::string& path : manifest_.files) {
    if (!RemoveFile(path, error)) return false;
  }
  if (!RemoveFile(ManifestOf(layout_), error)) return false;
  RemoveDirectories();
  return true;
}

}  // namespace landshim::installer
