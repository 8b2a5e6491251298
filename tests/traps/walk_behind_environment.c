// Walks from main's envp over its NULL to the auxiliary vector, as language
// runtimes without libc do, and prints its types in order. Exits with 1 where
// getauxval(3) says otherwise, or where nothing was found.
#include <stdio.h>
#include <sys/auxv.h>

int main(int argc, char** argv, char** envp) {
  (void)argc;
  (void)argv;
  while (*envp != NULL) ++envp;
  const unsigned long* entry = (const unsigned long*)(envp + 1);
  int found = 0;
  for (; entry[0] != AT_NULL; entry += 2) {
    if (entry[0] == AT_IGNORE) continue;
    // glibc keeps an edition of its own of the processor's capabilities.
    if (entry[0] != AT_HWCAP && entry[1] != getauxval(entry[0])) return 1;
    printf("%lu ", entry[0]);
    ++found;
  }
  puts("end");
  return found > 10 ? 0 : 1;
}
