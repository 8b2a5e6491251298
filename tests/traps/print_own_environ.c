// Prints what the variable `environ` holds when main begins.
#include <stdio.h>

extern char** environ;

int main(void) {
  for (char** entry = environ; *entry != NULL; ++entry) puts(*entry);
  return 0;
}
