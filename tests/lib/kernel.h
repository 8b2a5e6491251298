// What the running kernel can do, and how to take some of that away.
#ifndef TESTS_LIB_KERNEL_H_
#define TESTS_LIB_KERNEL_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

namespace landshim::testing {

// The kernel's Landlock ABI, 0 without Landlock.
int KernelAbi();

// The ABI that LANDSHIM_EXPECT_ABI says this kernel has; 0 if it is not set.
int ExpectedAbi();

// Skips the test on a kernel that is too old, unless a newer one was expected.
#define REQUIRE_ABI(abi)                                       \
  do {                                                         \
    if (::landshim::testing::KernelAbi() >= (abi)) break;      \
    ASSERT_LT(::landshim::testing::ExpectedAbi(), abi);        \
    GTEST_SKIP() << "needs Landlock ABI " << (abi) << ", not " \
                 << ::landshim::testing::KernelAbi();          \
  } while (false)

// Whether this kernel executes programs for 32 bits of its architecture; some
// were built or started without (ia32_emulation=off).
bool Runs32BitPrograms();

// One argument of a system call.
struct Argument {
  int index;
  uint64_t value;
};

// The steps below are for Command::Before; one that fails ends the child.

// From now on the system call ends with this errno instead of being run, be it
// only where the low 32 bits of an argument have a value.
void RefuseCall(long number, int error, std::optional<Argument> where = {});

// Enforces one Landlock layer after another that deny nothing of importance.
void StackLayers(int count);

// Becomes a user without privileges.
void BecomeNobody();

// A mount namespace of its own, in which `directory` stands in for `place`; or
// a new file system of `type`, whatever the directory is then.
void MountOver(const char* directory, const char* place,
               const char* type = nullptr);

// Whether this process may do what MountOver does.
bool MayMount();

}  // namespace landshim::testing

#endif  // TESTS_LIB_KERNEL_H_
