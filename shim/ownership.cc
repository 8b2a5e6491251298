// Name by name from the root, as the kernel walks (path_resolution(7)).
#include "shim/ownership.h"

#include <linux/fcntl.h>

#include <cstring>

#include "policy/lexer.h"
#include "policy/reader.h"
#include "policy/text.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr unsigned kSticky = 01000;

// Only paths with links in them take these.
WordBuffer known_buffer;   // without links, and looked at
WordBuffer rest_buffer;    // what is left of the path
WordBuffer target_buffer;  // of a link
char mode_digits[8];

bool OthersMayWrite(const struct stat& status, const char* path) {
  const auto has_list = [path] {
    return sys::Call(__NR_getxattr, sys::Address(path), sys::Address(kListName),
                     0, 0) > 0;
  };
  return FindOtherWriters(status, has_list) != OtherWriters::kNone;
}

// Of a link, what it lies on: others made it lead to where it leads.
bool IsReadOnly(const char* path) {
  constexpr long kReadOnly = 1;  // ST_RDONLY
  const long fd = sys::OpenAt(AT_FDCWD, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  struct statfs file_system;
  const long error = sys::StatFs(static_cast<int>(fd), &file_system);
  sys::Close(static_cast<int>(fd));
  return error == 0 && (file_system.f_flags & kReadOnly) != 0;
}

// One walk. Paths without links, the last name excepted; they are written to.
class Walk {
 public:
  Walk(Trusted trusted, Weakness* found) : trusted_(trusted), found_(found) {}

  // True: others decide about this name, the last of `path`.
  bool IsWeak(char* path, const struct stat& status) {
    device_ = status.st_dev;
    inode_ = status.st_ino;
    const bool is_directory = sys::IsDirectory(status.st_mode);
    // The root's owner is root, whatever its number.
    const bool is_root = path[1] == '\0';
    bool weak = !is_root && !IsTrusted(status.st_uid, trusted_);
    if (sys::IsLink(status.st_mode)) {
      weak = weak && (trusted_ == Trusted::kRoot || IsInShared(path));
    } else if (OthersMayWrite(status, path)) {
      weak |= !is_directory || (status.st_mode & kSticky) == 0 ||
              trusted_ == Trusted::kRoot;
    }
    if (weak && !IsReadOnly(path)) return Describe(path, status);
    // Others may have given what is root's a second name (link(2)).
    return !is_directory && status.st_nlink > 1 && IsInShared(path);
  }

  // True: others may make names, though not replace any, where the last name of
  // `path` lies. What is found then is that directory.
  bool IsInShared(char* path) {
    char* end = path + std::strlen(path);
    while (*end != '/') --end;
    if (end == path) ++end;
    const char was = *end;
    *end = '\0';
    struct stat directory;
    const bool is_shared = sys::LinkStatAt(AT_FDCWD, path, &directory) == 0 &&
                           OthersMayWrite(directory, path) && !IsReadOnly(path);
    if (is_shared) Describe(path, directory);
    *end = was;
    return is_shared;
  }

  // True if the last name that was looked at is that of this file.
  bool EndedAt(const struct stat& file) const {
    return device_ == file.st_dev && inode_ == file.st_ino;
  }

  bool Describe(std::string_view path, const struct stat& status) {
    found_->path = path;
    found_->owner = status.st_uid;
    Text mode(mode_digits, sizeof(mode_digits) - 1);
    for (int shift = 9; shift >= 0; shift -= 3) {
      mode.Append(static_cast<char>('0' + (status.st_mode >> shift & 7)));
    }
    found_->mode = mode.Terminated();
    return true;
  }

 private:
  Trusted trusted_;
  Weakness* found_;
  uint64_t device_ = 0;
  uint64_t inode_ = 0;
};

enum class Outcome : uint8_t { kStrong, kWeak, kNeedsCare };

bool IsDots(const char* name, const char* end) {
  const std::string_view text(name, static_cast<size_t>(end - name));
  return Is(text, ".") || Is(text, "..");
}

// The path itself, each '/' of it a NUL for as long as what is before it is
// looked at: most paths have neither links nor dots, and this takes no memory.
Outcome WalkPlainly(std::string_view path, Walk* walk) {
  if (path.empty() || path[0] != '/') return Outcome::kNeedsCare;
  auto* text = const_cast<char*>(path.data());
  char* const end = text + path.size();
  struct stat status;
  for (char* name = text + 1; name < end;) {
    char* next = name;
    while (next < end && *next != '/') ++next;
    if (next == name) return Outcome::kNeedsCare;
    if (IsDots(name, next)) return Outcome::kNeedsCare;
    const char was = *next;
    *next = '\0';
    const long error = sys::LinkStatAt(AT_FDCWD, text, &status);
    Outcome outcome = Outcome::kStrong;
    if (error < 0 || sys::IsLink(status.st_mode)) {
      outcome = Outcome::kNeedsCare;
    } else if (walk->IsWeak(text, status)) {
      outcome = Outcome::kWeak;
    }
    *next = was;
    if (outcome != Outcome::kStrong) return outcome;
    name = next + 1;
  }
  return Outcome::kStrong;
}

// Puts `first`, a '/' and `second` into rest_buffer, of which `second` may be a
// part. False: it is too long.
bool SetRest(std::string_view first, std::string_view second) {
  if (first.size() + 1 + second.size() > kLongestWord) return false;
  std::memmove(rest_buffer + first.size() + 1, second.data(), second.size());
  std::memmove(rest_buffer, first.data(), first.size());
  rest_buffer[first.size()] = '/';
  rest_buffer[first.size() + 1 + second.size()] = '\0';
  return true;
}

// All of it, from the root on. False: it is too long, or leads nowhere.
bool SetWhole(std::string_view path) {
  if (path.starts_with('/')) return SetRest("", path);
  const long size = sys::GetCwd(target_buffer, sizeof(target_buffer));
  return size > 1 && target_buffer[0] == '/' && SetRest(target_buffer, path);
}

// What is too long, or cannot be looked at, is not walked any further: the
// kernel did not get there either, or by a way that has no name. Others may
// have taken their name away, though, where they make names.
bool WalkWithCare(std::string_view path, Walk* walk) {
  constexpr int kMostLinks = 40;
  size_t known = 0;
  struct stat status;
  if (path.empty()) return false;
  if (!SetWhole(path)) {
    // '..' of a working directory that is gone leads where nobody can look.
    return !path.starts_with('/') && sys::StatAt(AT_FDCWD, ".", &status) == 0 &&
           walk->Describe(".", status);
  }
  std::string_view rest = rest_buffer;
  for (int links = 0; links <= kMostLinks;) {
    while (!rest.empty() && rest[0] == '/') rest.remove_prefix(1);
    if (rest.empty()) return false;
    const std::string_view name = Before(rest, '/');
    rest.remove_prefix(name.size());
    if (Is(name, ".")) continue;
    if (Is(name, "..")) {
      while (known > 0 && known_buffer[--known] != '/') {
      }
      continue;
    }
    const size_t before = known;
    if (known + 1 + name.size() > kLongestWord) return false;
    known_buffer[known++] = '/';
    std::memcpy(known_buffer + known, name.data(), name.size());
    known += name.size();
    known_buffer[known] = '\0';
    if (sys::LinkStatAt(AT_FDCWD, known_buffer, &status) < 0) {
      return walk->IsInShared(known_buffer);
    }
    if (walk->IsWeak(known_buffer, status)) return true;
    if (!sys::IsLink(status.st_mode)) continue;
    const long size = sys::ReadLinkAt(AT_FDCWD, known_buffer, target_buffer,
                                      sizeof(target_buffer));
    if (size <= 0 || static_cast<size_t>(size) > kLongestWord) return false;
    const std::string_view target(target_buffer, static_cast<size_t>(size));
    known = target[0] == '/' ? 0 : before;
    if (!SetRest(target, rest)) return false;
    rest = rest_buffer;
    ++links;
  }
  return false;
}

bool WalkAll(std::string_view path, Walk* walk) {
  static char root[] = "/";
  struct stat status;
  if (sys::LinkStatAt(AT_FDCWD, root, &status) == 0 &&
      walk->IsWeak(root, status)) {
    return true;
  }
  const Outcome outcome = WalkPlainly(path, walk);
  if (outcome != Outcome::kNeedsCare) return outcome == Outcome::kWeak;
  return WalkWithCare(path, walk);
}

}  // namespace

bool FindWeakness(std::string_view path, const struct stat& opened,
                  Weakness* found) {
  Walk walk(Trusted::kRootAndUser, found);
  // What has no name any more is reached by who has it open.
  const bool has_name = opened.st_nlink != 0;
  if (has_name && WalkAll(path, &walk)) return true;
  if (has_name && walk.EndedAt(opened)) return false;
  return (!IsTrusted(opened.st_uid, Trusted::kRootAndUser) ||
          (has_name && OthersMayWrite(opened, path.data()))) &&
         walk.Describe(path, opened);
}

bool FindWeakness(std::string_view path, Trusted trusted, Weakness* found) {
  if (trusted == Trusted::kRoot && !path.starts_with('/')) {
    *found = {path, 0, {}};
    return true;
  }
  Walk walk(trusted, found);
  return WalkAll(path, &walk);
}

}  // namespace landshim
