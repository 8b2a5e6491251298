// By device and inode: names can be chosen.
#include "shim/given_place.h"

#include <linux/fcntl.h>
#include <linux/magic.h>

#include <cstdint>
#include <iterator>

#include "policy/broad_table.h"
#include "policy/lexer.h"
#include "policy/table.h"
#include "policy/text.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

struct Identity {
  uint64_t device = 0;
  uint64_t inode = 0;  // 0: there is none

  bool operator==(const Identity&) const = default;
};

// Only policies with such paths take these.
Identity known_places[std::size(kBroadRows)];
bool are_known = false;
WordBuffer home_buffer;
WordBuffer place_buffer;

Identity IdentityOf(const struct stat& status) {
  return {static_cast<uint64_t>(status.st_dev),
          static_cast<uint64_t>(status.st_ino)};
}

Identity IdentityOf(const char* path) {
  struct stat status;
  return sys::StatAt(AT_FDCWD, path, &status) == 0 ? IdentityOf(status)
                                                   : Identity{};
}

void LookAtPlaces() {
  if (are_known) return;
  for (size_t i = 0; i < std::size(kBroadRows); ++i) {
    known_places[i] = IdentityOf(kBroadRows[i].name);
  }
  are_known = true;
}

// How many directories above the home this is, 0 for the home; -1 for none.
int AboveHome(const Identity& place, std::string_view home) {
  constexpr int kMostLevels = 256;
  if (!home.starts_with('/') || home.size() > kLongestWord) return -1;
  Text path(home_buffer, kLongestWord);
  path.Append(home);
  for (int level = 0; level < kMostLevels; ++level) {
    path.Terminated();
    const Identity above = IdentityOf(home_buffer);
    if (above.inode == 0) return -1;
    if (above == place) return level;
    // The root is in the table.
    if (above == known_places[0]) return -1;
    if (path.view().size() + 3 > kLongestWord) return -1;
    path.Append("/.."sv);
  }
  return -1;
}

// Whether this lies right in /home. Where HOME says nothing, that is a home.
bool IsInHomes(int fd) {
  struct stat above;
  return sys::StatAt(fd, "..", &above) == 0 &&
         known_places[FindIndex(kBroadRows, "/home"sv)] == IdentityOf(above);
}

// Each mount of procfs has a device of its own, and shows the same.
std::string_view KernelPlaceOf(int fd, const Identity& place) {
  constexpr uint64_t kRootInode = 1;  // PROC_ROOT_INO; fs/kernfs/mount.c
  struct statfs file_system;
  if (place.inode != kRootInode || sys::StatFs(fd, &file_system) < 0) return {};
  if (file_system.f_type == PROC_SUPER_MAGIC) return "/proc"sv;
  return file_system.f_type == SYSFS_MAGIC ? "/sys"sv : std::string_view{};
}

// Its name, if /proc tells; messages need one.
std::string_view NameOf(int fd) {
  char link[32];
  Text path(link, sizeof(link) - 1);
  path.Append("/proc/self/fd/"sv);
  path.AppendNumber(static_cast<uint64_t>(fd));
  path.Terminated();
  const long size =
      sys::ReadLinkAt(AT_FDCWD, link, place_buffer, sizeof(place_buffer) - 1);
  return size > 0 ? std::string_view(place_buffer, static_cast<size_t>(size))
                  : "a directory of homes"sv;
}

}  // namespace

std::string_view BroadPlaceOf(int fd, bool by_home, std::string_view home) {
  struct stat status;
  if (sys::Stat(fd, &status) < 0 || !sys::IsDirectory(status.st_mode)) {
    return {};
  }
  LookAtPlaces();
  const Identity place = IdentityOf(status);
  const int above_home = AboveHome(place, home);
  const bool is_own_home = by_home && above_home == 0;
  for (size_t i = 0; i < std::size(kBroadRows); ++i) {
    // A home may be /root; the others are nobody's.
    const std::string_view name = kBroadRows[i].name;
    if (known_places[i] == place && !(is_own_home && Is(name, "/root"))) {
      return name;
    }
  }
  const std::string_view kernel = KernelPlaceOf(fd, place);
  if (!kernel.empty()) return kernel;
  if (is_own_home) return {};
  const bool is_home = home.starts_with('/') ? above_home >= 0 : IsInHomes(fd);
  return is_home ? NameOf(fd) : std::string_view{};
}

}  // namespace landshim
