// A library whose constructor opens the file called "file". Without libc, so
// that it runs under every glibc.
#include "tests/traps/raw_open.h"

long opened_by_constructor;

__attribute__((constructor)) static void Open(void) {
  opened_by_constructor = RawOpen("file");
}
