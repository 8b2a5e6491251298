// The table of rights against the kernel's header, row by row.
#include "policy/access.h"

#include <gtest/gtest.h>

#include <iterator>
#include <set>
#include <string_view>

namespace landshim {
namespace {

enum class Class : uint8_t { kFs, kNet, kScope };

// LANDLOCK_ACCESS_FS_*, LANDLOCK_ACCESS_NET_* and LANDLOCK_SCOPE_*, as
// include/uapi/linux/landlock.h has them.
struct KernelRight {
  std::string_view name;
  Class cls;
  uint64_t mask;
  int abi;
  ObjectKind kind;
};

constexpr KernelRight kKernelRights[] = {
    {"execute", Class::kFs, 0x1, 1, ObjectKind::kFile},
    {"write_file", Class::kFs, 0x2, 1, ObjectKind::kFile},
    {"read_file", Class::kFs, 0x4, 1, ObjectKind::kFile},
    {"read_dir", Class::kFs, 0x8, 1, ObjectKind::kDirectory},
    {"remove_dir", Class::kFs, 0x10, 1, ObjectKind::kDirectory},
    {"remove_file", Class::kFs, 0x20, 1, ObjectKind::kDirectory},
    {"make_char", Class::kFs, 0x40, 1, ObjectKind::kDirectory},
    {"make_dir", Class::kFs, 0x80, 1, ObjectKind::kDirectory},
    {"make_reg", Class::kFs, 0x100, 1, ObjectKind::kDirectory},
    {"make_sock", Class::kFs, 0x200, 1, ObjectKind::kDirectory},
    {"make_fifo", Class::kFs, 0x400, 1, ObjectKind::kDirectory},
    {"make_block", Class::kFs, 0x800, 1, ObjectKind::kDirectory},
    {"make_sym", Class::kFs, 0x1000, 1, ObjectKind::kDirectory},
    {"refer", Class::kFs, 0x2000, 2, ObjectKind::kDirectory},
    {"truncate", Class::kFs, 0x4000, 3, ObjectKind::kFile},
    {"ioctl_dev", Class::kFs, 0x8000, 5, ObjectKind::kFile},
    {"resolve_unix", Class::kFs, 0x10000, 9, ObjectKind::kFile},
    {"bind_tcp", Class::kNet, 0x1, 4, ObjectKind::kPort},
    {"connect_tcp", Class::kNet, 0x2, 4, ObjectKind::kPort},
    {"bind_udp", Class::kNet, 0x4, 10, ObjectKind::kPort},
    {"connect_send_udp", Class::kNet, 0x8, 10, ObjectKind::kPort},
    {"abstract_unix_socket", Class::kScope, 0x1, 6, ObjectKind::kDomain},
    {"signal", Class::kScope, 0x2, 6, ObjectKind::kDomain},
};

TEST(RightsTable, HasOneRowForEachRightOfTheKernel) {
  ASSERT_EQ(std::size(kRights), std::size(kKernelRights));
  for (size_t i = 0; i < std::size(kRights); ++i) {
    const Right& row = kRights[i];
    const KernelRight& kernel = kKernelRights[i];
    SCOPED_TRACE(kernel.name);
    const AccessMasks masks = row.Masks();
    EXPECT_EQ(row.Name(), kernel.name);
    EXPECT_EQ(row.abi, kernel.abi);
    EXPECT_EQ(row.kind, kernel.kind);
    EXPECT_EQ(masks.fs(), kernel.cls == Class::kFs ? kernel.mask : 0);
    EXPECT_EQ(masks.net(), kernel.cls == Class::kNet ? kernel.mask : 0);
    EXPECT_EQ(masks.scope(), kernel.cls == Class::kScope ? kernel.mask : 0);
  }
}

TEST(RightsTable, SaysInOneLineWhatEachRightMeans) {
  ASSERT_EQ(std::size(kRightMeanings), std::size(kRights));
  std::set<std::string_view> seen;
  for (const std::string_view meaning : kRightMeanings) {
    EXPECT_FALSE(meaning.empty());
    EXPECT_EQ(meaning.find('\n'), std::string_view::npos);
    EXPECT_TRUE(seen.insert(meaning).second) << meaning << " is there twice";
  }
}

TEST(RightsTable, NamesEachRightAsAConstant) {
  EXPECT_EQ(right::execute.fs(), 0x1U);
  EXPECT_EQ(right::resolve_unix.fs(), 0x10000U);
  EXPECT_EQ(right::connect_send_udp.net(), 0x8U);
  EXPECT_EQ(right::signal.scope(), 0x2U);
}

TEST(FileRights, AreWhatTheKernelTakesForAFile) {
  // ACCESS_FILE of security/landlock/fs.c at ABI 9.
  EXPECT_EQ(kFileRights.fs(),
            0x1U | 0x2U | 0x4U | 0x4000U | 0x8000U | 0x10000U);
  EXPECT_EQ(kFileRights.net(), 0U);
  EXPECT_EQ(kFileRights.scope(), 0U);
}

TEST(NameChangingRights, AreAllOfDirectoriesButListing) {
  EXPECT_EQ(kNameChangingRights | right::read_dir,
            RightsFor(ObjectKind::kDirectory));
  EXPECT_FALSE(kNameChangingRights.Overlaps(right::read_dir));
}

TEST(RightsFor, PutsEachRightUnderExactlyOneKind) {
  const AccessMasks kinds[] = {
      RightsFor(ObjectKind::kFile), RightsFor(ObjectKind::kDirectory),
      RightsFor(ObjectKind::kPort), RightsFor(ObjectKind::kDomain)};
  AccessMasks seen;
  for (const AccessMasks& kind : kinds) {
    EXPECT_FALSE(seen.Overlaps(kind));
    seen |= kind;
  }
  EXPECT_EQ(seen.fs(), 0x1ffffU);
  EXPECT_EQ(seen.net(), 0xfU);
  EXPECT_EQ(seen.scope(), 0x3U);
}

TEST(Classes, SplitEveryMaskIntoThree) {
  const AccessMasks all = {~uint64_t{0}};
  EXPECT_EQ((all & kFsClass).fs(), 0xffffffffU);
  EXPECT_TRUE(((all & kFsClass) & kNetClass).empty());
  EXPECT_EQ((all & kNetClass).net(), 0xffffU);
  EXPECT_TRUE(((all & kNetClass) & kScopeClass).empty());
  EXPECT_EQ((all & kScopeClass).scope(), 0xffffU);
  EXPECT_EQ(kFsClass | kNetClass | kScopeClass, all);
}

TEST(AccessMasks, CountAsSets) {
  const AccessMasks some = right::refer | right::bind_tcp;
  EXPECT_TRUE(AccessMasks().empty());
  EXPECT_FALSE(some.empty());
  EXPECT_TRUE(some.Overlaps(right::bind_tcp));
  EXPECT_FALSE(some.Overlaps(right::connect_tcp));
  EXPECT_EQ(some & ~right::refer, right::bind_tcp);
  AccessMasks grown = right::refer;
  grown |= right::bind_tcp;
  EXPECT_EQ(grown, some);
}

}  // namespace
}  // namespace landshim
