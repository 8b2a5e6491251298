// Name by name from the root, as the kernel walks (path_resolution(7)).
#include "shim/ownership.h"

#include <linux/fcntl.h>

#include <cstring>

#include "policy/lexer.h"
#include "policy/reader.h"
#include "policy/text.h"
#include "shim/writers.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr uint32_t kNobody = 65534;  // fs.overflowuid
constexpr unsigned kSticky = 01000;

// Only paths with links in them take these.
WordBuffer known_buffer;   // without links, and looked at
WordBuffer rest_buffer;    // what is left of the path
WordBuffer target_buffer;  // of a link
char mode_digits[8];

uint32_t User() { return static_cast<uint32_t>(sys::Call(__NR_geteuid)); }

// True if the number stands for users of other namespaces, and for nobody here.
// In the first namespace, and where that many numbers were handed out, it is a
// user's own.
bool IsFromOutside(uint32_t owner) {
  if (owner != kNobody) return false;
  char map[4096];
  const long fd =
      sys::OpenAt(AT_FDCWD, "/proc/self/uid_map", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const long size = sys::Read(static_cast<int>(fd), map, sizeof(map));
  sys::Close(static_cast<int>(fd));
  if (size <= 0 || size == sizeof(map)) return false;
  // "first-inside first-outside count", a line each.
  uint64_t numbers[3] = {};
  int column = 0;
  bool in_number = false;
  for (long i = 0; i < size; ++i) {
    const char c = map[i];
    if (c >= '0' && c <= '9') {
      numbers[column] = numbers[column] * 10 + static_cast<uint64_t>(c - '0');
      in_number = true;
      continue;
    }
    if (in_number) ++column;
    in_number = false;
    if (c != '\n') continue;
    if (column != 3 ||
        (kNobody >= numbers[0] && kNobody - numbers[0] < numbers[2])) {
      return false;
    }
    column = 0;
    numbers[0] = numbers[1] = numbers[2] = 0;
  }
  return true;
}

bool OwnsRoot(uint32_t owner) {
  struct stat root;
  return sys::StatAt(AT_FDCWD, "/", &root) == 0 && root.st_uid == owner;
}

bool IsTrusted(uint32_t owner, Trusted trusted) {
  return owner == 0 || (trusted == Trusted::kRootAndUser && owner == User()) ||
         OwnsRoot(owner) || IsFromOutside(owner);
}

bool OthersMayWrite(const struct stat& status, const char* path) {
  switch (WritersOf(status.st_mode, [path] {
    return sys::Call(__NR_getxattr, sys::Address(path),
                     sys::Address(kAccessList), 0, 0) > 0;
  })) {
    case Writers::kOwner:
      return false;
    case Writers::kGroup:
      return status.st_gid != 0 && status.st_gid != status.st_uid;
    default:
      return true;
  }
}

// Whether others may make names in the directory, but not replace any.
bool IsShared(const struct stat& status, const char* path) {
  return sys::IsDirectory(status.st_mode) && (status.st_mode & kSticky) != 0 &&
         OthersMayWrite(status, path);
}

// Cuts the last name off a path for as long as it lives. The root is "/", and
// no other path has a '/' at its end.
class Parent {
 public:
  explicit Parent(char* path)
      : path_(path), end_(path + std::string_view(path).rfind('/')) {
    if (end_ == path) ++end_;
    was_ = *end_;
    *end_ = '\0';
  }
  ~Parent() { *end_ = was_; }

  // Whether others may make names in it. What stood before a name in a longer
  // path does not say it: ".." may, or a link.
  bool IsShared(struct stat* status) const {
    return sys::LinkStatAt(AT_FDCWD, path_, status) == 0 &&
           landshim::IsShared(*status, path_);
  }

  std::string_view view() const {
    return {path_, static_cast<size_t>(end_ - path_)};
  }

 private:
  char* path_;
  char* end_;
  char was_;
};

// Of the name itself, not of what a link leads to.
bool IsReadOnly(const char* path) {
  constexpr long kReadOnly = 1;  // ST_RDONLY
  const long fd = sys::OpenAt(AT_FDCWD, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  struct statfs file_system;
  const bool read_only = sys::StatFs(static_cast<int>(fd), &file_system) == 0 &&
                         (file_system.f_flags & kReadOnly) != 0;
  sys::Close(static_cast<int>(fd));
  return read_only;
}

// One walk.
class Walk {
 public:
  Walk(Trusted trusted, Weakness* found) : trusted_(trusted), found_(found) {}

  // True: this name, at `path`, which is written to meanwhile, is one that
  // others decide about.
  bool IsWeak(char* path, const struct stat& status) {
    bool weak = false;
    struct stat above;
    if (sys::IsLink(status.st_mode)) {
      weak = !IsTrusted(status.st_uid, trusted_) &&
             (trusted_ == Trusted::kRoot || Parent(path).IsShared(&above));
    } else {
      // The root's owner is root, whatever its number.
      const bool is_root = path[1] == '\0';
      weak = !is_root && !IsTrusted(status.st_uid, trusted_);
      if (OthersMayWrite(status, path)) {
        weak |= trusted_ == Trusted::kRoot || !IsShared(status, path);
      }
    }
    if (weak) return !IsReadOnly(path) && Describe(path, status);
    // Where fs.protected_hardlinks is 0 anybody may give another's file one
    // more name.
    if (!sys::IsRegularFile(status.st_mode) || status.st_nlink < 2)
      return false;
    const Parent directory(path);
    return directory.IsShared(&above) && Describe(directory.view(), above);
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
  char root[] = "/";
  if (sys::LinkStatAt(AT_FDCWD, root, &status) == 0 &&
      walk->IsWeak(root, status)) {
    return Outcome::kWeak;
  }
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

// What is too long, or cannot be looked at, is not walked any further: the
// kernel did not get there either, or by a way that has no name.
bool WalkWithCare(std::string_view path, Walk* walk) {
  constexpr int kMostLinks = 40;
  size_t known = 0;
  if (path.empty()) return false;
  if (path[0] == '/') {
    if (!SetRest("", path)) return false;
  } else {
    const long size = sys::GetCwd(target_buffer, sizeof(target_buffer));
    if (size <= 1 || target_buffer[0] != '/' || !SetRest(target_buffer, path)) {
      return false;
    }
  }
  std::string_view rest = rest_buffer;
  struct stat status;
  for (int links = 0; links <= kMostLinks;) {
    while (!rest.empty() && rest[0] == '/') rest.remove_prefix(1);
    if (rest.empty()) return false;
    const std::string_view name = Before(rest, '/');
    rest.remove_prefix(name.size());
    if (Is(name, ".")) continue;
    if (Is(name, "..")) {
      while (known > 0 && known_buffer[--known] != '/') {
      }
      known_buffer[known] = '\0';
      continue;
    }
    const size_t before = known;
    if (known + 1 + name.size() > kLongestWord) return false;
    known_buffer[known++] = '/';
    std::memcpy(known_buffer + known, name.data(), name.size());
    known += name.size();
    known_buffer[known] = '\0';
    if (sys::LinkStatAt(AT_FDCWD, known_buffer, &status) < 0) return false;
    if (walk->IsWeak(known_buffer, status)) return true;
    if (!sys::IsLink(status.st_mode)) continue;
    const long size = sys::ReadLinkAt(AT_FDCWD, known_buffer, target_buffer,
                                      sizeof(target_buffer));
    if (size <= 0 || static_cast<size_t>(size) > kLongestWord) return false;
    const std::string_view target(target_buffer, static_cast<size_t>(size));
    known = target[0] == '/' ? 0 : before;
    known_buffer[known] = '\0';
    if (!SetRest(target, rest)) return false;
    rest = rest_buffer;
    ++links;
  }
  return false;
}

bool WalkAll(std::string_view path, Trusted trusted, Weakness* found) {
  Walk walk(trusted, found);
  const Outcome outcome = WalkPlainly(path, &walk);
  if (outcome != Outcome::kNeedsCare) return outcome == Outcome::kWeak;
  Walk again(trusted, found);
  return WalkWithCare(path, &again);
}

}  // namespace

bool FindWeakness(std::string_view path, const struct stat& opened,
                  Weakness* found) {
  Walk file(Trusted::kRootAndUser, found);
  // What has no name any more is reached by who has it open.
  if (opened.st_nlink == 0) {
    return !IsTrusted(opened.st_uid, Trusted::kRootAndUser) &&
           file.Describe(path, opened);
  }
  return WalkAll(path, Trusted::kRootAndUser, found);
}

bool FindWeakness(std::string_view path, Trusted trusted, Weakness* found) {
  if (trusted == Trusted::kRoot && !path.starts_with('/')) {
    *found = {path, 0, {}};
    return true;
  }
  return WalkAll(path, trusted, found);
}

}  // namespace landshim
