// A library with an indirect function, whose resolver opens the file called
// "file". It runs when ld.so binds the function: with BIND_NOW that is before
// any constructor.
#include "tests/traps/raw_open.h"

static long opened;

static long Result(void) { return opened; }

static long (*Resolve(void))(void) {
  opened = RawOpen("file");
  return Result;
}

// The descriptor that the resolver got, or -errno.
long resolver_opened(void) __attribute__((ifunc("Resolve")));
