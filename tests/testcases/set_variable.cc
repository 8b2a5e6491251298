// A library whose constructor sets a variable, so that libc copies the
// environment.
#include <stdlib.h>

__attribute__((constructor)) static void SetVariable() {
  setenv("FROM_LIBRARY", "1", 1);
}
