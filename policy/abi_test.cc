// The table of ABIs against the kernel's releases and its header.
#include "policy/abi.h"

#include <gtest/gtest.h>

#include <iterator>
#include <string_view>

namespace landshim {
namespace {

// What Documentation/userspace-api/landlock.rst says of each ABI.
struct KernelAbi {
  int number;
  std::string_view linux_version;
  uint32_t fs;
  uint32_t net;
  uint32_t scope;
};

constexpr KernelAbi kKernelAbis[] = {
    {1, "5.13", 0x1fff, 0, 0},      {2, "5.19", 0x3fff, 0, 0},
    {3, "6.2", 0x7fff, 0, 0},       {4, "6.7", 0x7fff, 0x3, 0},
    {5, "6.10", 0xffff, 0x3, 0},    {6, "6.12", 0xffff, 0x3, 0x3},
    {7, "6.15", 0xffff, 0x3, 0x3},  {8, "7.0", 0xffff, 0x3, 0x3},
    {9, "7.1", 0x1ffff, 0x3, 0x3},  {10, "7.2", 0x1ffff, 0xf, 0x3},
    {11, "7.3", 0x1ffff, 0xf, 0x3},
};

TEST(AbiTable, HasOneRowForEachAbiOfTheKernel) {
  ASSERT_EQ(std::size(kAbis), std::size(kKernelAbis));
  EXPECT_EQ(kNewestAbi, 11);
  for (size_t i = 0; i < std::size(kAbis); ++i) {
    EXPECT_EQ(kAbis[i].number, kKernelAbis[i].number);
    EXPECT_EQ(kAbis[i].LinuxVersion(), kKernelAbis[i].linux_version);
  }
}

TEST(SupportedAccess, IsWhatEachAbiCanDeny) {
  for (const KernelAbi& kernel : kKernelAbis) {
    SCOPED_TRACE(kernel.number);
    const AccessMasks supported = SupportedAccess(kernel.number);
    EXPECT_EQ(supported.fs(), kernel.fs);
    EXPECT_EQ(supported.net(), kernel.net);
    EXPECT_EQ(supported.scope(), kernel.scope);
  }
}

TEST(SupportedAccess, IsNothingWithoutLandlock) {
  EXPECT_TRUE(SupportedAccess(0).empty());
  EXPECT_TRUE(SupportedAccess(-1).empty());
}

TEST(SupportedAccess, IsTheNewestKnownOfANewerKernel) {
  EXPECT_EQ(SupportedAccess(12), SupportedAccess(11));
  EXPECT_EQ(SupportedAccess(1000), SupportedAccess(11));
}

TEST(LinuxOfAbi, NamesTheFirstRelease) {
  for (const KernelAbi& kernel : kKernelAbis) {
    EXPECT_EQ(LinuxOfAbi(kernel.number), kernel.linux_version);
  }
}

TEST(LinuxOfAbi, IsEmptyForAnAbiThatIsNotInTheTable) {
  EXPECT_EQ(LinuxOfAbi(0), "");
  EXPECT_EQ(LinuxOfAbi(12), "");
  EXPECT_EQ(LinuxOfAbi(-1), "");
}

TEST(Flags, AreThoseOfTheKernel) {
  // LANDLOCK_RESTRICT_SELF_* and LANDLOCK_ADD_RULE_QUIET.
  EXPECT_EQ(kLogSameExecOff.mask, 0x1U);
  EXPECT_EQ(kLogSameExecOff.abi, 7);
  EXPECT_EQ(kLogNewExecOn.mask, 0x2U);
  EXPECT_EQ(kLogNewExecOn.abi, 7);
  EXPECT_EQ(kLogSubdomainsOff.mask, 0x4U);
  EXPECT_EQ(kLogSubdomainsOff.abi, 7);
  EXPECT_EQ(kTsync.mask, 0x8U);
  EXPECT_EQ(kTsync.abi, 8);
  EXPECT_EQ(kNoNewPrivs.mask, 0x10U);
  EXPECT_EQ(kNoNewPrivs.abi, 11);
  EXPECT_EQ(kQuietRule.mask, 0x1U);
  EXPECT_EQ(kQuietRule.abi, 10);
}

}  // namespace
}  // namespace landshim
