// System calls without libc, for x86_64 and aarch64.
//
// Every wrapper returns what the kernel returned: a result, or -errno from
// -4095 to -1. All are async-signal-safe. Numbers come from <asm/unistd.h> of
// the architecture compiled for; those newer than Debian 11's headers are here
// (they are the same on every architecture).
#ifndef LANDSHIM_SHIM_SYSCALLS_H_
#define LANDSHIM_SHIM_SYSCALLS_H_

#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/unistd.h>
#include <linux/errno.h>

#include <cstddef>
#include <cstdint>

namespace landshim::sys {

inline constexpr long kLandlockCreateRuleset = 444;
inline constexpr long kLandlockAddRule = 445;
inline constexpr long kLandlockRestrictSelf = 446;
inline constexpr long kOpenat2 = 437;

// One for each number of arguments: what a call does not take is not set, which
// would take code. Calls that look at more arguments than are meant want zeros.
#if defined(__x86_64__)

inline long Call(long number) {
  long result;
  asm volatile("syscall" : "=a"(result) : "a"(number) : "rcx", "r11", "memory");
  return result;
}

inline long Call(long number, long a) {
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a)
               : "rcx", "r11", "memory");
  return result;
}

inline long Call(long number, long a, long b) {
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b)
               : "rcx", "r11", "memory");
  return result;
}

inline long Call(long number, long a, long b, long c) {
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c)
               : "rcx", "r11", "memory");
  return result;
}

inline long Call(long number, long a, long b, long c, long d) {
  long result;
  register long r10 asm("r10") = d;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
               : "rcx", "r11", "memory");
  return result;
}

inline long Call(long number, long a, long b, long c, long d, long e) {
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
               : "rcx", "r11", "memory");
  return result;
}

inline long Call(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}

#elif defined(__aarch64__)

inline long Call(long number) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0");
  asm volatile("svc 0" : "=r"(x0) : "r"(x8) : "memory");
  return x0;
}

inline long Call(long number, long a) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  asm volatile("svc 0" : "+r"(x0) : "r"(x8) : "memory");
  return x0;
}

inline long Call(long number, long a, long b) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  asm volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1) : "memory");
  return x0;
}

inline long Call(long number, long a, long b, long c) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  asm volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}

inline long Call(long number, long a, long b, long c, long d) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3)
               : "memory");
  return x0;
}

inline long Call(long number, long a, long b, long c, long d, long e) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
               : "memory");
  return x0;
}

inline long Call(long number, long a, long b, long c, long d, long e, long f) {
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
}

#else
#error "landshim has no system calls for this architecture"
#endif

// What `mode` of a struct stat says (inode(7)).
inline bool IsDirectory(unsigned mode) { return (mode & 0170000) == 0040000; }
inline bool IsRegularFile(unsigned mode) { return (mode & 0170000) == 0100000; }

inline bool IsLink(unsigned mode) { return (mode & 0170000) == 0120000; }

inline long Address(const void* p) { return reinterpret_cast<long>(p); }

// `path` is NUL-terminated in all of these.
inline long OpenAt(int directory, const char* path, int flags) {
  return Call(__NR_openat, directory, Address(path), flags, 0);
}

// openat2(2), with RESOLVE_ flags. -ENOSYS before Linux 5.6.
inline long OpenAt2(int directory, const char* path, int flags,
                    uint64_t resolve) {
  const uint64_t how[] = {static_cast<uint64_t>(flags), 0, resolve};
  // Something was renamed meanwhile, and the kernel could not be sure.
  constexpr int kTries = 16;
  long fd = -EAGAIN;
  for (int i = 0; i < kTries && fd == -EAGAIN; ++i) {
    fd = Call(kOpenat2, directory, Address(path), Address(how), sizeof(how));
  }
  return fd;
}

// struct sigaction of the system call; 0: SIG_DFL, 1: SIG_IGN.
struct SignalAction {
  uintptr_t handler;
  unsigned long flags;
  uintptr_t restorer;
  uint64_t mask;
};

inline void SetSignalAction(long signal, const SignalAction& next,
                            SignalAction* before) {
  Call(__NR_rt_sigaction, signal, Address(&next), Address(before),
       sizeof(next.mask));
}

inline long Close(int fd) { return Call(__NR_close, fd); }

inline long Read(int fd, void* to, size_t size) {
  return Call(__NR_read, fd, Address(to), static_cast<long>(size));
}

inline long ReadAt(int fd, void* to, size_t size, uint64_t offset) {
  return Call(__NR_pread64, fd, Address(to), static_cast<long>(size),
              static_cast<long>(offset));
}

inline long Write(int fd, const void* from, size_t size) {
  return Call(__NR_write, fd, Address(from), static_cast<long>(size));
}

inline long Stat(int fd, struct stat* out) {
  return Call(__NR_fstat, fd, Address(out));
}

inline long StatAt(int directory, const char* path, struct stat* out,
                   long flags = 0) {
#if defined(__NR_newfstatat)
  return Call(__NR_newfstatat, directory, Address(path), Address(out), flags);
#else
  return Call(__NR_fstatat, directory, Address(path), Address(out), flags);
#endif
}

// A link itself, not what it leads to.
inline long LinkStatAt(int directory, const char* path, struct stat* out) {
  constexpr long kNoFollow = 0x100;  // AT_SYMLINK_NOFOLLOW
  return StatAt(directory, path, out, kNoFollow);
}

inline long StatFs(int fd, struct statfs* out) {
  return Call(__NR_fstatfs, fd, Address(out));
}

inline long ReadLinkAt(int directory, const char* path, char* to, size_t size) {
  return Call(__NR_readlinkat, directory, Address(path), Address(to),
              static_cast<long>(size));
}

// With the real user and group, as access(2).
inline long Access(const char* path, int mode) {
  return Call(__NR_faccessat, -100 /* AT_FDCWD */, Address(path), mode);
}

inline long GetCwd(char* to, size_t size) {
  return Call(__NR_getcwd, Address(to), static_cast<long>(size));
}

// Fresh zeroed pages, private to the process.
inline long MapPages(size_t size) {
  constexpr long kReadWrite = 0x1 | 0x2;          // PROT_READ | PROT_WRITE
  constexpr long kPrivateAnonymous = 0x2 | 0x20;  // MAP_PRIVATE | _ANONYMOUS
  return Call(__NR_mmap, 0, static_cast<long>(size), kReadWrite,
              kPrivateAnonymous, -1, 0);
}

// A file's content, privately and for reading. kMapNow: what is cached of it is
// mapped at once, which costs less than a page fault here and there.
inline constexpr long kMapNow = 0x8000;  // MAP_POPULATE
inline long MapFile(int fd, size_t size, long more_flags = 0) {
  constexpr long kRead = 0x1;     // PROT_READ
  constexpr long kPrivate = 0x2;  // MAP_PRIVATE
  return Call(__NR_mmap, 0, static_cast<long>(size), kRead,
              kPrivate | more_flags, fd, 0);
}

inline long UnmapPages(void* pages, size_t size) {
  return Call(__NR_munmap, Address(pages), static_cast<long>(size));
}

inline long Prctl(long option, long a, long b = 0, long c = 0, long d = 0) {
  return Call(__NR_prctl, option, a, b, c, d);
}

inline bool IsTerminal(int fd) {
  constexpr long kGetSettings = 0x5401;  // TCGETS
  char settings[64];                     // struct termios has 36 bytes
  return Call(__NR_ioctl, fd, kGetSettings, Address(settings)) == 0;
}

[[noreturn]] inline void ExitGroup(int status) {
  while (true) Call(__NR_exit_group, status);
}

}  // namespace landshim::sys

#endif  // LANDSHIM_SHIM_SYSCALLS_H_
