// Prints the environment that main was given, one variable a line.
#include <stdio.h>

int main(int argc, char** argv, char** envp) {
  (void)argc;
  (void)argv;
  for (; *envp != NULL; ++envp) puts(*envp);
  return 0;
}
