// Whose files, and whose rights to them, leave nobody else a say. One rule for
// what the object reads and for what commands write; nothing here needs libc.
#ifndef LANDSHIM_SHIM_TRUST_H_
#define LANDSHIM_SHIM_TRUST_H_

#include <cstdint>

namespace landshim {

// Whom a file may belong to, and who may write to it.
enum class Trusted : uint8_t {
  kRootAndUser,  // and the user that the process acts as
  kRoot,         // and nobody else, and each link on the way is root's
};

// Root is user 0, who owns `/`, and who has no number in this user namespace
// (user 65534 where that is nobody's): such a file comes from outside.
// Async-signal-safe.
bool IsTrusted(uint32_t owner, Trusted trusted);

// Who may write to a file besides its owner, or make names in a directory.
enum class OtherWriters : uint8_t { kNone, kListed, kGroup, kEverybody };

// The name of the extended attribute that holds an access control list.
inline constexpr char kListName[] = "system.posix_acl_access";

// `status` is a struct stat, of libc's headers or of the kernel's. A group is
// nobody else where it is root's, or the owner's own (it has the owner's
// number). has_list() says if the file has an access control list; that is
// asked only where it matters, as the group's bits are the most that anybody in
// a list may do (acl(5)).
template <typename Status, typename HasList>
OtherWriters FindOtherWriters(const Status& status, const HasList& has_list) {
  constexpr unsigned kGroupWrites = 020;
  constexpr unsigned kEverybodyWrites = 02;
  if ((status.st_mode & kEverybodyWrites) != 0) return OtherWriters::kEverybody;
  if ((status.st_mode & kGroupWrites) == 0) return OtherWriters::kNone;
  if (status.st_gid != 0 && status.st_gid != status.st_uid) {
    return OtherWriters::kGroup;
  }
  return has_list() ? OtherWriters::kListed : OtherWriters::kNone;
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_TRUST_H_
