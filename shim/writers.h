// Who may write to a file besides its owner.
#ifndef LANDSHIM_SHIM_WRITERS_H_
#define LANDSHIM_SHIM_WRITERS_H_

#include <cstdint>

namespace landshim {

enum class Writers : uint8_t {
  kOwner,
  kGroup,      // those of the file's group too
  kListed,     // users and groups that an access control list names
  kEverybody,  // all users
};

inline constexpr char kAccessList[] = "system.posix_acl_access";

// `mode` as stat(2) gives it; `is_listed` answers whether the file has the
// attribute kAccessList, and is asked only where that matters: with a list the
// bits of the group are the most that anybody in it may do (acl(5)).
// Async-signal-safe if `is_listed` is.
template <typename IsListed>
Writers WritersOf(unsigned mode, const IsListed& is_listed) {
  constexpr unsigned kGroupBit = 020;
  constexpr unsigned kEverybodyBit = 02;
  if ((mode & kEverybodyBit) != 0) return Writers::kEverybody;
  if ((mode & kGroupBit) == 0) return Writers::kOwner;
  return is_listed() ? Writers::kListed : Writers::kGroup;
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_WRITERS_H_
