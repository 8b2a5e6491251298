// Prints the value of a library, or of one behind it.
#include <stdio.h>

#ifdef MIDDLE
#define Value MiddleValue
#endif

int Value(void);

int main(void) {
  printf("%d\n", Value());
  return 0;
}
