// The seccomp filter of programs that are recorded: which calls wait for the
// recorder's answer. The shim and `landshim learn` install the same.
#ifndef LANDSHIM_SHIM_LEARN_FILTER_H_
#define LANDSHIM_SHIM_LEARN_FILTER_H_

#include <asm/unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include <cstddef>
#include <cstdint>

#include "shim/watched_calls.h"

namespace landshim {
namespace learn_filter {

#if defined(__x86_64__)
inline constexpr uint32_t kOwnArchitecture = AUDIT_ARCH_X86_64;
#define LANDSHIM_C(name, x86_64, aarch64, i386) x86_64,
#else
inline constexpr uint32_t kOwnArchitecture = AUDIT_ARCH_AARCH64;
#define LANDSHIM_C(name, x86_64, aarch64, i386) aarch64,
#endif
inline constexpr int kWatched[] = {LANDSHIM_WATCHED_CALLS(LANDSHIM_C)};
#undef LANDSHIM_C

inline constexpr int kNumbers = 448;

// The calls that wait whatever their arguments are, a bit each: the least that
// a list of them takes in an object.
struct CallSet {
  uint8_t bits[kNumbers / 8] = {};
  unsigned count = 0;

  constexpr bool Has(int number) const {
    return (bits[number >> 3] >> (number & 7) & 1) != 0;
  }
};

constexpr CallSet AlwaysWaiting() {
  CallSet set;
  for (const int number : kWatched) {
    // There is none, or kTail looks at its arguments.
    if (number < 0 || number == __NR_openat || number == __NR_clone ||
        number == __NR_sendto || number == __NR_ioctl) {
      continue;
    }
    set.bits[number >> 3] =
        static_cast<uint8_t>(set.bits[number >> 3] | 1 << (number & 7));
    ++set.count;
  }
  return set;
}

inline constexpr CallSet kAlwaysWaiting = AlwaysWaiting();

// A struct sock_filter, little end first: copied as a whole it takes less code.
using Instruction = uint64_t;

constexpr Instruction Make(unsigned code, uint32_t operand, unsigned then = 0,
                           unsigned otherwise = 0) {
  return code | then << 16 | otherwise << 24 |
         static_cast<uint64_t>(operand) << 32;
}

constexpr Instruction Load(size_t offset) {
  return Make(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset));
}

constexpr Instruction LoadArgument(size_t index, size_t byte = 0) {
  return Load(offsetof(seccomp_data, args) + index * sizeof(uint64_t) + byte);
}

// Skips as many instructions where the value is `what`, or is not.
constexpr Instruction Equals(uint32_t what, unsigned then, unsigned otherwise) {
  return Make(BPF_JMP | BPF_JEQ | BPF_K, what, then, otherwise);
}

constexpr Instruction HasAny(uint32_t what, unsigned then, unsigned otherwise) {
  return Make(BPF_JMP | BPF_JSET | BPF_K, what, then, otherwise);
}

// The program: what is in the head, one instruction for each call that always
// waits, the tail. From the instruction with this index of the tail on:
inline constexpr unsigned kTailSize = 19;
constexpr unsigned ToAllow(unsigned index) { return kTailSize - 3 - index; }
constexpr unsigned ToAsk(unsigned index) { return kTailSize - 2 - index; }

#if defined(__x86_64__)
inline constexpr unsigned kHeadSize = 4;
#else
inline constexpr unsigned kHeadSize = 3;
#endif
inline constexpr unsigned kSize = kHeadSize + kAlwaysWaiting.count + kTailSize;
static_assert(kSize < 255, "a jump is too long");

inline constexpr Instruction kHead[kHeadSize] = {
    // Numbers mean nothing before that. All calls of other architectures wait:
    // those that need not are let go by the recorder.
    Load(offsetof(seccomp_data, arch)),
    Equals(kOwnArchitecture, 0, kSize - 3),
    Load(offsetof(seccomp_data, nr)),
#if defined(__x86_64__)
    HasAny(kX32Bit, kSize - 5, 0),
#endif
};

// Arguments decide: what needs no right is what programs do most.
inline constexpr Instruction kTail[kTailSize] = {
    Equals(__NR_openat, 0, 2),
    LoadArgument(2),
    HasAny(010000000 /* O_PATH: only locates */, ToAllow(2), ToAsk(2)),

    // Threads and children; of interest is who gets another view.
    Equals(__NR_clone, 0, 2),
    LoadArgument(0),
    HasAny(0x00020000 | 0x10000000 /* CLONE_NEWNS, CLONE_NEWUSER */, ToAsk(5),
           ToAllow(5)),

    // Without an address it is sent to whom it was connected to.
    Equals(__NR_sendto, 0, 4),
    LoadArgument(4),
    Equals(0, 0, ToAsk(8)),
    LoadArgument(4, 4),
    Equals(0, ToAllow(10), ToAsk(10)),

    // What Landlock lets every descriptor do (security/landlock/fs.c,
    // is_masked_device_ioctl), as far as it is frequent.
    Equals(__NR_ioctl, 0, ToAllow(11)),
    LoadArgument(1),
    Equals(0x5421 /* FIONBIO */, ToAllow(13), 0),
    Equals(0x5450 /* FIONCLEX */, ToAllow(14), 0),
    Equals(0x5451 /* FIOCLEX */, ToAllow(15), 0),
    Equals(0x5452 /* FIOASYNC */, ToAllow(16), ToAsk(16)),

    Make(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    Make(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
};

// Writes kSize of them. Also for the tests that prove what they do.
constexpr void Write(Instruction* out) {
  for (const Instruction instruction : kHead) *out++ = instruction;
  // Each jumps to the end.
  Instruction next = Equals(0, kAlwaysWaiting.count - 1 + kTailSize - 1, 0);
  for (int number = 0; number < kNumbers; ++number) {
    if (!kAlwaysWaiting.Has(number)) continue;
    *out++ = next | static_cast<Instruction>(number) << 32;
    next -= 1 << 16;
  }
  for (const Instruction instruction : kTail) *out++ = instruction;
}

}  // namespace learn_filter
}  // namespace landshim

#endif  // LANDSHIM_SHIM_LEARN_FILTER_H_
