// Executes itself again and again, as launchers and language runtimes do: reexec DEPTH FILE. At the
// bottom it reads FILE's first line.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int depth = atoi(argv[1]);
  if (depth > 0) {
    char next[16];
    snprintf(next, sizeof(next), "%d", depth - 1);
    execl("/proc/self/exe", argv[0], next, argv[2], (char*)NULL);
    perror("/proc/self/exe");
    return 1;
  }
  char line[256];
  FILE* file = fopen(argv[2], "r");
  if (file == NULL || fgets(line, sizeof(line), file) == NULL) {
    perror(argv[2]);
    return 1;
  }
  printf("at the bottom: %s", line);
  return 0;
}
