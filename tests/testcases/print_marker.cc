// Says that main was reached, and how many arguments it got.
#include <stdio.h>

int main(int argc, char**) {
  printf("main ran\n");
  return argc - 1;
}
