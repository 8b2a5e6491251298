// Exits with 1 if a library's constructor opened the file called "file", plus 2
// if the program itself opened it. Without libc, as that library.
#include "tests/traps/raw_open.h"

extern long opened_by_constructor;

void _start(void) {
  const long by_program = RawOpen("file");
  RawCall(SYS_exit_group,
          (opened_by_constructor >= 0 ? 1 : 0) + (by_program >= 0 ? 2 : 0), 0,
          0);
}
