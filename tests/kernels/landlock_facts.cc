// The tables of rights, flags and sizes per Landlock ABI, and the names of
// errors.
#include "tests/kernels/landlock_facts.h"

#include <errno.h>
#include <string.h>

#include <cstdio>

namespace emulation {
namespace {

struct Right {
  RightClass kind;
  int bit;
  int abi;
  std::string_view name;
};

// Sorted by bit within a class, because names are reported in bit order.
constexpr Right kRights[] = {
    {RightClass::kFs, 0, 1, "execute"},
    {RightClass::kFs, 1, 1, "write_file"},
    {RightClass::kFs, 2, 1, "read_file"},
    {RightClass::kFs, 3, 1, "read_dir"},
    {RightClass::kFs, 4, 1, "remove_dir"},
    {RightClass::kFs, 5, 1, "remove_file"},
    {RightClass::kFs, 6, 1, "make_char"},
    {RightClass::kFs, 7, 1, "make_dir"},
    {RightClass::kFs, 8, 1, "make_reg"},
    {RightClass::kFs, 9, 1, "make_sock"},
    {RightClass::kFs, 10, 1, "make_fifo"},
    {RightClass::kFs, 11, 1, "make_block"},
    {RightClass::kFs, 12, 1, "make_sym"},
    {RightClass::kFs, 13, 2, "refer"},
    {RightClass::kFs, 14, 3, "truncate"},
    {RightClass::kFs, 15, 5, "ioctl_dev"},
    {RightClass::kFs, 16, 9, "resolve_unix"},
    {RightClass::kNet, 0, 4, "bind_tcp"},
    {RightClass::kNet, 1, 4, "connect_tcp"},
    {RightClass::kNet, 2, 10, "bind_udp"},
    {RightClass::kNet, 3, 10, "connect_send_udp"},
    {RightClass::kScope, 0, 6, "abstract_unix_socket"},
    {RightClass::kScope, 1, 6, "signal"},
};

struct Flag {
  int bit;
  int abi;
  std::string_view name;
};

constexpr Flag kRestrictFlags[] = {
    {0, 7, "log_same_exec_off"},  {1, 7, "log_new_exec_on"},
    {2, 7, "log_subdomains_off"}, {3, 8, "tsync"},
    {4, 11, "no_new_privs"},
};

struct Size {
  int abi;
  size_t bytes;
};

constexpr Size kAttrSizes[] = {{1, 8}, {4, 16}, {6, 24}, {10, 48}};

constexpr int kHighestErrno = 133;

uint64_t& MaskOf(AccessMasks& masks, RightClass kind) {
  switch (kind) {
    case RightClass::kFs:
      return masks.fs;
    case RightClass::kNet:
      return masks.net;
    case RightClass::kScope:
      break;
  }
  return masks.scoped;
}

void AppendUnnamed(uint64_t mask, std::vector<std::string>* names) {
  if (mask == 0) return;
  char text[24];
  snprintf(text, sizeof(text), "0x%llx", static_cast<unsigned long long>(mask));
  names->emplace_back(text);
}

}  // namespace

AccessMasks RightsOf(int abi) {
  AccessMasks masks;
  for (const Right& right : kRights) {
    if (right.abi <= abi) MaskOf(masks, right.kind) |= uint64_t{1} << right.bit;
  }
  return masks;
}

size_t AttrSizeOf(int abi) {
  size_t bytes = 0;
  for (const Size& size : kAttrSizes) {
    if (size.abi <= abi) bytes = size.bytes;
  }
  return bytes;
}

uint32_t RestrictFlagsOf(int abi) {
  uint32_t flags = 0;
  for (const Flag& flag : kRestrictFlags) {
    if (flag.abi <= abi) flags |= 1u << flag.bit;
  }
  return flags;
}

std::vector<std::string> RightNames(RightClass kind, uint64_t mask) {
  std::vector<std::string> names;
  for (const Right& right : kRights) {
    uint64_t bit = uint64_t{1} << right.bit;
    if (right.kind != kind || (mask & bit) == 0) continue;
    names.emplace_back(right.name);
    mask &= ~bit;
  }
  AppendUnnamed(mask, &names);
  return names;
}

std::vector<std::string> RestrictFlagNames(uint32_t flags) {
  std::vector<std::string> names;
  for (const Flag& flag : kRestrictFlags) {
    if ((flags & (1u << flag.bit)) == 0) continue;
    names.emplace_back(flag.name);
    flags &= ~(1u << flag.bit);
  }
  AppendUnnamed(flags, &names);
  return names;
}

std::optional<AccessMasks> RightByName(std::string_view name) {
  for (const Right& right : kRights) {
    if (right.name != name) continue;
    AccessMasks masks;
    MaskOf(masks, right.kind) = uint64_t{1} << right.bit;
    return masks;
  }
  return std::nullopt;
}

std::string ErrnoName(int error) {
  const char* name = strerrorname_np(error);
  return name != nullptr ? name : "E" + std::to_string(error);
}

std::optional<int> ErrnoByName(std::string_view name) {
  for (int error = 1; error <= kHighestErrno; ++error) {
    const char* candidate = strerrorname_np(error);
    if (candidate != nullptr && name == candidate) return error;
  }
  return std::nullopt;
}

}  // namespace emulation
