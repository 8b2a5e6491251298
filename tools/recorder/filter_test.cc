// What the filter of recorded programs stops at: every call of the table, and
// nothing else.
#include "tools/recorder/filter.h"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "shim/learn_filter.h"
#include "tools/recorder/call.h"

namespace landshim::testing {
namespace {

namespace filter = learn_filter;

// Interprets it (linux/filter.h), as far as it goes.
uint32_t Run(const struct seccomp_data& data, bool looks) {
  const std::vector<filter::Instruction> program = FilterProgram(looks);
  uint32_t value = 0;
  for (size_t at = 0; at < program.size(); ++at) {
    struct sock_filter step = {};
    memcpy(&step, &program[at], sizeof(step));
    switch (step.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        memcpy(&value, reinterpret_cast<const char*>(&data) + step.k,
               sizeof(value));
        break;
      case BPF_JMP | BPF_JEQ | BPF_K:
        at += value == step.k ? step.jt : step.jf;
        break;
      case BPF_JMP | BPF_JSET | BPF_K:
        at += (value & step.k) != 0 ? step.jt : step.jf;
        break;
      case BPF_RET | BPF_K:
        return step.k;
      default:
        ADD_FAILURE() << "instruction " << at;
        return 0;
    }
  }
  ADD_FAILURE() << "it has no end";
  return 0;
}

bool Waits(int number, std::vector<uint64_t> arguments = {},
           uint32_t architecture = filter::kOwnArchitecture,
           bool looks = false) {
  struct seccomp_data data = {};
  data.nr = number;
  data.arch = architecture;
  for (size_t i = 0; i < arguments.size(); ++i) data.args[i] = arguments[i];
  const uint32_t result = Run(data, looks);
  EXPECT_TRUE(result == SECCOMP_RET_ALLOW || result == SECCOMP_RET_USER_NOTIF);
  return result == SECCOMP_RET_USER_NOTIF;
}

TEST(Filter, StopsAtTheCallsOfTheTableAndAtNoOthers) {
  // Such that no argument lets one pass.
  const std::vector<uint64_t> arguments = {0x00020000, 0, 0, 0, 1, 0};
  for (int number = 0; number < 1024; ++number) {
    struct seccomp_data data = {};
    data.nr = number;
    data.arch = filter::kOwnArchitecture;
    const CallData call = IdentifyCall(data);
    const bool looks = call.call == Call::k_readlink ||
                       call.call == Call::k_readlinkat ||
                       call.call == Call::k_chdir;
    EXPECT_EQ(Waits(number, arguments), call.call != Call::kOther && !looks)
        << number;
    EXPECT_EQ(Waits(number, arguments, filter::kOwnArchitecture, true),
              call.call != Call::kOther)
        << number;
  }
}

TEST(Filter, HasRoomForAllNumbers) {
  for (const int number : filter::kWatched) {
    EXPECT_LT(number, filter::kNumbers);
  }
}

// The table is one for all: what it calls by one name has one number each.
TEST(Filter, TakesNoNumberTwice) {
  std::set<int> numbers;
  for (const int number : filter::kWatched) {
    if (number >= 0) {
      EXPECT_TRUE(numbers.insert(number).second) << number;
    }
  }
}

TEST(Filter, StopsAtAllCallsOfOtherArchitectures) {
  for (const uint32_t other :
       {uint32_t{AUDIT_ARCH_I386}, uint32_t{AUDIT_ARCH_ARM}, uint32_t{0}}) {
    EXPECT_TRUE(Waits(SYS_getpid, {}, other));
    EXPECT_TRUE(Waits(SYS_read, {}, other));
    EXPECT_TRUE(Waits(SYS_read, {}, other, true));
  }
}

TEST(Filter, StopsAtX32) {
#if defined(__x86_64__)
  EXPECT_TRUE(Waits(kX32Bit | SYS_read));
  EXPECT_TRUE(Waits(kX32Bit | SYS_read, {}, filter::kOwnArchitecture, true));
#endif
}

TEST(Filter, LetsPassWhatOnlyLocates) {
  constexpr uint64_t kPath = 010000000;
  EXPECT_FALSE(Waits(SYS_openat, {0, 0, kPath}));
  EXPECT_FALSE(Waits(SYS_openat, {0, 0, kPath | 02000000}));
  EXPECT_TRUE(Waits(SYS_openat, {0, 0, 0}));
}

TEST(Filter, LetsPassThreadsAndChildrenWithTheSameView) {
  EXPECT_FALSE(Waits(SYS_clone, {0x3d0f00}));
  EXPECT_FALSE(Waits(SYS_clone, {17}));
  EXPECT_TRUE(Waits(SYS_clone, {0x00020000 | 17}));
  EXPECT_TRUE(Waits(SYS_clone, {0x10000000 | 17}));
  EXPECT_TRUE(Waits(SYS_clone3, {}));
}

TEST(Filter, LetsPassWhatIsSentWithoutAnAddress) {
  EXPECT_FALSE(Waits(SYS_sendto, {3, 1, 1, 0, 0, 0}));
  EXPECT_TRUE(Waits(SYS_sendto, {3, 1, 1, 0, 1, 0}));
  EXPECT_TRUE(Waits(SYS_sendto, {3, 1, 1, 0, uint64_t{1} << 32, 0}));
}

TEST(Filter, LetsPassWhatLandlockLetsEveryDescriptorDo) {
  for (const uint64_t harmless : {0x5421, 0x5450, 0x5451, 0x5452}) {
    EXPECT_FALSE(Waits(SYS_ioctl, {3, harmless}));
  }
  constexpr uint64_t kGetAttributes = 0x5401;  // TCGETS
  EXPECT_TRUE(Waits(SYS_ioctl, {3, kGetAttributes}));
}

}  // namespace
}  // namespace landshim::testing
