// Prints the file argv[1] and exits with the errno of it. With FREESTANDING it
// needs no libc and no headers of one, so that it can be built for 32 bits.
#ifndef FREESTANDING

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

// Looking for leaks takes /proc, which policies here do not grant.
const char* __asan_default_options(void);
const char* __asan_default_options(void) { return "detect_leaks=0"; }

int main(int argc, char** argv) {
  char buffer[4096];
  if (argc < 2) return EINVAL;
  int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  ssize_t size = read(fd, buffer, sizeof(buffer));
  return size >= 0 && write(1, buffer, size) == size ? 0 : errno;
}

#else

static long Call(long number, long a, long b, long c) {
  long result;
  asm volatile("int $0x80"
               : "=a"(result)
               : "a"(number), "b"(a), "c"(b), "d"(c)
               : "memory");
  return result;
}

// The numbers of i386.
enum { kExit = 1, kRead = 3, kWrite = 4, kOpen = 5 };

#ifdef NEEDS_LIBC
int getpid(void);
#endif

__attribute__((used)) static void Begin(long* stack) {
  static char buffer[4096];
#ifdef NEEDS_LIBC
  if (getpid() < 0) Call(kExit, 1, 0, 0);
#endif
  // Behind argc and argv[0].
  long size = Call(kOpen, stack[2], 0, 0);
  if (size >= 0) size = Call(kRead, size, (long)buffer, sizeof(buffer));
  if (size >= 0) size = Call(kWrite, 1, (long)buffer, size);
  Call(kExit, size < 0 ? -size : 0, 0, 0);
}

asm(".globl _start\n"
    "_start:\n"
    "  movl %esp, %eax\n"
    "  andl $-16, %esp\n"
    "  subl $12, %esp\n"
    "  pushl %eax\n"
    "  call Begin\n");

#endif
