// A library that drops the last entry of the environment without a thought for
// who walks on to the auxiliary vector behind it.
#include <stddef.h>

__attribute__((constructor)) static void Lose(int argc, char** argv,
                                              char** envp) {
  (void)argc;
  (void)argv;
  while (envp[1] != NULL) ++envp;
  envp[0] = NULL;
}
