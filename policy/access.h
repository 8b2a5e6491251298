// Every Landlock access right and scope that landshim knows, in one table.
//
// Source of the names, bits and ABI numbers: include/uapi/linux/landlock.h and
// Documentation/userspace-api/landlock.rst of Linux 5.13 to 7.3.
#ifndef LANDSHIM_POLICY_ACCESS_H_
#define LANDSHIM_POLICY_ACCESS_H_

#include <cstdint>
#include <string_view>

namespace landshim {

// What a rule that grants the right can be attached to.
enum class ObjectKind : uint8_t { kFile, kDirectory, kPort, kDomain };

// A set of rights and scopes of all classes: one word, so that the code that
// handles them stays small. The kernel's masks are parts of it.
struct AccessMasks {
  static constexpr int kFs = 0;  // the class's first bit
  static constexpr int kNet = 32;
  static constexpr int kScope = 48;

  uint64_t bits = 0;

  // The fields of struct landlock_ruleset_attr.
  constexpr uint32_t fs() const { return static_cast<uint32_t>(bits); }
  constexpr uint32_t net() const { return (bits >> kNet) & 0xffff; }
  constexpr uint32_t scope() const {
    return static_cast<uint32_t>(bits >> kScope);
  }

  constexpr bool empty() const { return bits == 0; }
  constexpr bool Overlaps(AccessMasks other) const {
    return (bits & other.bits) != 0;
  }
  constexpr bool operator==(const AccessMasks&) const = default;
  constexpr AccessMasks& operator|=(AccessMasks other) {
    bits |= other.bits;
    return *this;
  }
};

constexpr AccessMasks operator|(AccessMasks a, AccessMasks b) {
  return {a.bits | b.bits};
}

constexpr AccessMasks operator&(AccessMasks a, AccessMasks b) {
  return {a.bits & b.bits};
}

constexpr AccessMasks operator~(AccessMasks a) { return {~a.bits}; }

// Every right of one class.
inline constexpr AccessMasks kFsClass = {0xffffffff};
inline constexpr AccessMasks kNetClass = {uint64_t{0xffff}
                                          << AccessMasks::kNet};
inline constexpr AccessMasks kScopeClass = {uint64_t{0xffff}
                                            << AccessMasks::kScope};

// name, class, bit, first ABI, what a rule for it is attached to, meaning.
// A file right (kFile) can be granted on a file or on the directory above it.
#define LANDSHIM_RIGHTS(R)                                                    \
  R(execute, kFs, 0, 1, kFile, "execute a file")                              \
  R(write_file, kFs, 1, 1, kFile, "open a file for writing")                  \
  R(read_file, kFs, 2, 1, kFile, "open a file for reading")                   \
  R(read_dir, kFs, 3, 1, kDirectory, "open a directory or list its content")  \
  R(remove_dir, kFs, 4, 1, kDirectory, "remove or rename an empty directory") \
  R(remove_file, kFs, 5, 1, kDirectory, "unlink or rename a file")            \
  R(make_char, kFs, 6, 1, kDirectory, "create a character device")            \
  R(make_dir, kFs, 7, 1, kDirectory, "create or rename a directory")          \
  R(make_reg, kFs, 8, 1, kDirectory, "create, rename or link a regular file") \
  R(make_sock, kFs, 9, 1, kDirectory, "create a unix socket by binding it")   \
  R(make_fifo, kFs, 10, 1, kDirectory, "create a named pipe")                 \
  R(make_block, kFs, 11, 1, kDirectory, "create a block device")              \
  R(make_sym, kFs, 12, 1, kDirectory, "create a symbolic link")               \
  R(refer, kFs, 13, 2, kDirectory, "link or rename across directories")       \
  R(truncate, kFs, 14, 3, kFile, "truncate a file")                           \
  R(ioctl_dev, kFs, 15, 5, kFile, "send ioctl commands to a device")          \
  R(resolve_unix, kFs, 16, 9, kFile, "connect or send to a unix socket")      \
  R(bind_tcp, kNet, 0, 4, kPort, "bind a TCP socket to a port")               \
  R(connect_tcp, kNet, 1, 4, kPort, "connect a TCP socket to a port")         \
  R(bind_udp, kNet, 2, 10, kPort, "bind a UDP socket to a port")              \
  R(connect_send_udp, kNet, 3, 10, kPort, "connect or send UDP to a port")    \
  R(abstract_unix_socket, kScope, 0, 6, kDomain,                              \
    "connect to abstract unix sockets made outside the domain")               \
  R(signal, kScope, 1, 6, kDomain, "send signals to processes outside")

struct Right {
  char name[22];  // in place: a pointer would cost the shim a relocation
  uint8_t shift;  // of its bit in AccessMasks
  uint8_t abi;    // the first Landlock ABI that knows it
  ObjectKind kind;

  constexpr std::string_view Name() const { return name; }
  constexpr AccessMasks Masks() const { return {uint64_t{1} << shift}; }
};

inline constexpr Right kRights[] = {
#define LANDSHIM_R(name, cls, bit, abi, kind, meaning) \
  {#name, AccessMasks::cls + (bit), abi, ObjectKind::kind},
    LANDSHIM_RIGHTS(LANDSHIM_R)
#undef LANDSHIM_R
};

// One line of meaning for each row of kRights, in the same order.
inline constexpr std::string_view kRightMeanings[] = {
#define LANDSHIM_R(name, cls, bit, abi, kind, meaning) meaning,
    LANDSHIM_RIGHTS(LANDSHIM_R)
#undef LANDSHIM_R
};

// Each right under the kernel's own name.
namespace right {
#define LANDSHIM_R(name, cls, bit, abi, kind, meaning) \
  inline constexpr AccessMasks name = {uint64_t{1}     \
                                       << (AccessMasks::cls + (bit))};
LANDSHIM_RIGHTS(LANDSHIM_R)
#undef LANDSHIM_R
}  // namespace right

// Every right of the kind, of all ABIs.
constexpr AccessMasks RightsFor(ObjectKind kind) {
  AccessMasks all;
  for (const Right& r : kRights) {
    if (r.kind == kind) all |= r.Masks();
  }
  return all;
}

// What a rule on a file may grant; add_rule answers EINVAL for any other right
// on a non-directory (security/landlock/fs.c, ACCESS_FILE).
inline constexpr AccessMasks kFileRights = RightsFor(ObjectKind::kFile);

// The rights with which a program changes what a name beneath leads to.
inline constexpr AccessMasks kNameChangingRights =
    right::remove_dir | right::remove_file | right::make_char |
    right::make_dir | right::make_reg | right::make_sock | right::make_fifo |
    right::make_block | right::make_sym | right::refer;

// These, and those with which it changes what is in a file.
inline constexpr AccessMasks kChangingRights =
    kNameChangingRights | right::write_file | right::truncate;

}  // namespace landshim

#endif  // LANDSHIM_POLICY_ACCESS_H_
