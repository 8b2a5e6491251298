// Links are resolved name by name, as path_resolution(7) says.
#include "shim/launch/testing/fake_machine.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace landshim {
namespace {

constexpr unsigned kKind = 0170000;
constexpr unsigned kDirectory = 0040000;
constexpr unsigned kLink = 0120000;
constexpr unsigned kFifo = 0010000;
constexpr int kMostLinks = 40;

bool Is(const FakeFile& file, unsigned kind) {
  return (file.mode & kKind) == kind;
}

std::vector<std::string> NamesOf(const std::string& path) {
  std::vector<std::string> names;
  size_t at = 0;
  while (at < path.size()) {
    const size_t end = std::min(path.find('/', at), path.size());
    if (end > at) names.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

std::string Parent(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

FileStatus StatusOf(const FakeFile& file) {
  return {1,         file.inode, file.mode,
          file.user, file.user,  static_cast<int64_t>(file.content.size())};
}

}  // namespace

FakeMachine::~FakeMachine() {
  for (const auto& [pages, bytes] : mapped_) delete bytes;
}

void FakeMachine::Add(const std::string& path, FakeFile file) {
  file.path = path;
  file.inode = files_.size() + 1;
  // A directory above must not be a file as well.
  for (std::string above = Parent(path); above != "/"; above = Parent(above)) {
    FakeFile& directory = files_[above];
    if (directory.path.empty()) {
      directory.path = above;
      directory.mode = kDirectory | 0755;
      directory.inode = files_.size() + 1;
    } else if (!Is(directory, kDirectory) && !Is(directory, kLink)) {
      return;
    }
  }
  FakeFile& there = files_[path];
  if (there.path.empty()) there = file;
}

const FakeFile* FakeMachine::FileOf(int fd) const {
  const auto found = open_.find(fd);
  return found == open_.end() ? nullptr : found->second.file;
}

const std::vector<std::string>& FakeMachine::LinksOf(int fd) const {
  return open_.at(fd).links;
}

const FakeFile* FakeMachine::Resolve(const std::string& path, bool follow_last,
                                     bool no_links, Opened* opened,
                                     long* error) {
  static const FakeFile kRoot = {kDirectory | 0755, 0, "", "/", 0};
  *error = -ENOENT;
  if (path.empty() || path.size() >= 4096) {
    if (!path.empty()) *error = -ENAMETOOLONG;
    return nullptr;
  }
  std::vector<std::string> names = NamesOf(path);
  std::reverse(names.begin(), names.end());
  std::string at;
  const FakeFile* file = &kRoot;
  int links = 0;
  while (!names.empty()) {
    const std::string name = names.back();
    names.pop_back();
    if (!Is(*file, kDirectory)) {
      *error = -ENOTDIR;
      return nullptr;
    }
    if (name == ".") continue;
    if (name == "..") {
      at = at.empty() ? "" : at.substr(0, at.rfind('/'));
      file = at.empty() ? &kRoot : &files_.at(at);
      continue;
    }
    const std::string next = at + "/" + name;
    const auto found = files_.find(next);
    if (found == files_.end()) return nullptr;
    const bool last = names.empty();
    if (Is(found->second, kLink) && (!last || follow_last)) {
      if (no_links || ++links > kMostLinks) {
        *error = -ELOOP;
        return nullptr;
      }
      if (opened != nullptr) opened->links.push_back(at.empty() ? "/" : at);
      std::vector<std::string> more = NamesOf(found->second.content);
      if (found->second.content.starts_with('/')) {
        at.clear();
        file = &kRoot;
      }
      names.insert(names.end(), more.rbegin(), more.rend());
      continue;
    }
    at = next;
    file = &found->second;
  }
  *error = 0;
  return file;
}

long FakeMachine::OpenAs(const std::string& path, int flags, bool no_links) {
  ++calls_;
  Opened opened;
  long error = 0;
  opened.file =
      Resolve(path, (flags & O_NOFOLLOW) == 0, no_links, &opened, &error);
  if (opened.file == nullptr) return error;
  opened.for_path = (flags & O_PATH) != 0;
  if ((flags & O_DIRECTORY) != 0 && !Is(*opened.file, kDirectory)) {
    return -ENOTDIR;
  }
  if (!opened.for_path) {
    if (Is(*opened.file, kLink)) return -ELOOP;
    if ((opened.file->mode & 0444) == 0) return -EACCES;
    blocked_ =
        blocked_ || (Is(*opened.file, kFifo) && (flags & O_NONBLOCK) == 0);
  }
  int fd = 3;
  while (open_.contains(fd)) ++fd;
  if (fd >= 1024) return -EMFILE;
  open_[fd] = opened;
  return fd;
}

long FakeMachine::Open(const char* path, int flags) {
  return OpenAs(path, flags, /*no_links=*/false);
}

long FakeMachine::OpenRestricted(int directory, const char* path, int flags,
                                 uint64_t resolve) {
  std::string whole = path;
  if (directory >= 0) {
    const FakeFile* base = FileOf(directory);
    if (base == nullptr) return -EBADF;
    if ((resolve & RESOLVE_BENEATH) != 0 && whole.starts_with('/')) {
      return -EXDEV;
    }
    whole = base->path + "/" + whole;
  }
  return OpenAs(whole, flags, (resolve & RESOLVE_NO_SYMLINKS) != 0);
}

void FakeMachine::Close(int fd) {
  ++calls_;
  open_.erase(fd);
}

long FakeMachine::ReadAt(int fd, void* to, size_t size, uint64_t offset) {
  ++calls_;
  const FakeFile* file = FileOf(fd);
  if (file == nullptr || open_[fd].for_path) return -EBADF;
  if (Is(*file, kDirectory)) return -EISDIR;
  if (static_cast<int64_t>(offset) < 0) return -EINVAL;
  if (offset >= file->content.size()) return 0;
  const size_t got = std::min(size, file->content.size() - offset);
  memcpy(to, file->content.data() + offset, got);
  return static_cast<long>(got);
}

long FakeMachine::Stat(int fd, FileStatus* out) {
  ++calls_;
  const FakeFile* file = FileOf(fd);
  if (file == nullptr) return -EBADF;
  *out = StatusOf(*file);
  return 0;
}

long FakeMachine::StatPath(const char* path, FileStatus* out) {
  ++calls_;
  long error = 0;
  const FakeFile* file = Resolve(path, true, false, nullptr, &error);
  if (file != nullptr) *out = StatusOf(*file);
  return error;
}

long FakeMachine::Access(const char* path, int mode) {
  ++calls_;
  long error = 0;
  const FakeFile* file = Resolve(path, true, false, nullptr, &error);
  if (file == nullptr) return error;
  return (mode & X_OK) != 0 && (file->mode & 0111) == 0 ? -EACCES : 0;
}

long FakeMachine::MayExecute(int fd) {
  ++calls_;
  const FakeFile* file = FileOf(fd);
  if (file == nullptr) return -EBADF;
  return (file->mode & 0111) == 0 ? -EACCES : 0;
}

long FakeMachine::PathOf(int fd, char* to, size_t size) {
  ++calls_;
  const FakeFile* file = FileOf(fd);
  if (file == nullptr) return -ENOENT;
  const size_t got = std::min(size, file->path.size());
  file->path.copy(to, got);
  return static_cast<long>(got);
}

long FakeMachine::CapabilitiesOf(const char*) { return -ENODATA; }

long FakeMachine::Map(int fd, size_t size) {
  const FakeFile* file = FileOf(fd);
  if (file == nullptr || size == 0) return -EINVAL;
  auto* bytes = new std::string(file->content);
  bytes->resize(size);
  mapped_[bytes->data()] = bytes;
  return reinterpret_cast<long>(bytes->data());
}

void FakeMachine::Unmap(void* pages, size_t) {
  const auto found = mapped_.find(pages);
  if (found == mapped_.end()) return;
  delete found->second;
  mapped_.erase(found);
}

}  // namespace landshim
