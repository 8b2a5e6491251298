// A program that does nothing wrong itself, but is linked with early_library.
#include <stdio.h>

void ReadAgain(void);

int main(void) {
  puts("main");
  ReadAgain();
  return 0;
}
