// The system calls of the least objects: no more than what Landlock takes. One
// that fails ends the process, so that nothing is measured by mistake.
#ifndef TESTS_BENCH_LEAST_CALLS_H_
#define TESTS_BENCH_LEAST_CALLS_H_

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>

#include "tests/bench/landlock_constants.h"

namespace landshim::bench {

// BUILD builds each object once for each ABI.
#ifdef LEAST_ABI
inline constexpr int kAbi = LEAST_ABI;
#else
inline constexpr int kAbi = 4;
#endif

inline long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0,
                 long e = 0, long f = 0) {
#if defined(__x86_64__)
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory");
  return x0;
#endif
}

inline long Address(const void* p) { return reinterpret_cast<long>(p); }

inline long Must(long result) {
  if (result < 0 && result > -4096) Call(__NR_exit_group, 1);
  return result;
}

inline int Create() {
  static constexpr RulesetAttr kHandled = Handled(kAbi);
  return static_cast<int>(
      Must(Call(kCreateRuleset, Address(&kHandled), sizeof(kHandled))));
}

inline void Add(int ruleset, const char* path, uint64_t access) {
  const auto fd = static_cast<int>(
      Must(Call(__NR_openat, AT_FDCWD, Address(path), O_PATH | O_CLOEXEC, 0)));
  const PathBeneathAttr attr = {access, fd};
  Must(Call(kAddRule, ruleset, kRulePathBeneath, Address(&attr), 0));
  Must(Call(__NR_close, fd));
}

inline void Restrict(int ruleset) {
  if constexpr (NeedsNoNewPrivs(kAbi)) {
    Must(Call(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  }
  Must(Call(kRestrictSelf, ruleset, RestrictFlags(kAbi)));
  Must(Call(__NR_close, ruleset));
}

}  // namespace landshim::bench

#endif  // TESTS_BENCH_LEAST_CALLS_H_
