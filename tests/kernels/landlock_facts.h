// What each Landlock ABI knows, written down a second time and apart from the
// product: the tests need evidence that does not come from the table under
// test.
#ifndef TESTS_KERNELS_LANDLOCK_FACTS_H_
#define TESTS_KERNELS_LANDLOCK_FACTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace emulation {

enum class RightClass { kFs, kNet, kScope };

// The three access masks that rulesets are made of, in the kernel's order.
struct AccessMasks {
  uint64_t fs = 0;
  uint64_t net = 0;
  uint64_t scoped = 0;

  bool Any() const { return (fs | net | scoped) != 0; }
  bool Within(const AccessMasks& other) const { return !Without(other).Any(); }
  AccessMasks And(const AccessMasks& other) const {
    return {fs & other.fs, net & other.net, scoped & other.scoped};
  }
  AccessMasks Without(const AccessMasks& other) const {
    return {fs & ~other.fs, net & ~other.net, scoped & ~other.scoped};
  }
};

// struct landlock_ruleset_attr as of ABI 10, its newest form.
struct RulesetAttr {
  AccessMasks handled;
  AccessMasks quiet;
};
static_assert(sizeof(RulesetAttr) == 48);

inline constexpr int kQuietAbi = 10;
inline constexpr int kNetAbi = 4;
inline constexpr int kFlagsBeforePrivilegesAbi = 11;
inline constexpr int kTsyncWithoutRulesetAbi = 9;

inline constexpr uint32_t kQueryVersion = 1u << 0;
inline constexpr uint32_t kQueryErrata = 1u << 1;
inline constexpr uint32_t kAddRuleQuiet = 1u << 0;
inline constexpr uint32_t kLogSubdomainsOff = 1u << 2;
inline constexpr uint32_t kTsync = 1u << 3;
inline constexpr uint32_t kNoNewPrivs = 1u << 4;
inline constexpr int kRulePathBeneath = 1;
inline constexpr int kRuleNetPort = 2;

// The masks of every right that a kernel with this ABI accepts. ABIs above the
// newest row are futures that know at least what the newest row knows.
AccessMasks RightsOf(int abi);

// The size of struct landlock_ruleset_attr that a kernel with this ABI knows.
size_t AttrSizeOf(int abi);

// The flags of landlock_restrict_self that a kernel with this ABI accepts.
uint32_t RestrictFlagsOf(int abi);

// Kernel names in bit order; bits without a name follow as one hexadecimal
// number.
std::vector<std::string> RightNames(RightClass kind, uint64_t mask);
std::vector<std::string> RestrictFlagNames(uint32_t flags);

// The mask with only the named right set; nothing for a name the kernel does
// not use.
std::optional<AccessMasks> RightByName(std::string_view name);

// "EINVAL" and the like, both ways.
std::string ErrnoName(int error);
std::optional<int> ErrnoByName(std::string_view name);

}  // namespace emulation

#endif  // TESTS_KERNELS_LANDLOCK_FACTS_H_
