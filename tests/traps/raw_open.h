// Opening files without libc, where none is relocated or started yet.
#ifndef TESTS_TRAPS_RAW_OPEN_H_
#define TESTS_TRAPS_RAW_OPEN_H_

#include <fcntl.h>
#include <sys/syscall.h>

static inline long RawCall(long number, long a, long b, long c) {
#if defined(__x86_64__)
  long result;
  register long d asm("r10") = 0;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(d)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = 0;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3)
               : "memory");
  return x0;
#endif
}

// A descriptor, or -errno.
static inline long RawOpen(const char* path) {
  return RawCall(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC);
}

#endif  // TESTS_TRAPS_RAW_OPEN_H_
