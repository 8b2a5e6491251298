// Walks past the NULL that ends envp, as the Go runtime does, and compares what
// it finds with getauxval. The exit status is the number of differences.
#include <elf.h>
#include <stdio.h>
#include <sys/auxv.h>

int main(int, char**, char** envp) {
  while (*envp != nullptr) ++envp;
  int differences = 0;
  for (auto* entry = (const Elf64_auxv_t*)(envp + 1); entry->a_type != AT_NULL;
       ++entry) {
    if (entry->a_type == AT_IGNORE) continue;
    const bool same = getauxval(entry->a_type) == entry->a_un.a_val;
    printf("%lu %s\n", (unsigned long)entry->a_type, same ? "same" : "differs");
    if (!same) ++differences;
  }
  return differences;
}
