// Waits until a debugger sets `go`, then prints the first line of the file argv[1].
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

volatile int go = 0;

static int Print(const char* path) {
  char text[256] = "";
  FILE* file = fopen(path, "r");
  if (file == NULL) {
    printf("%s: %s\n", path, strerror(errno));
    return 1;
  }
  if (fgets(text, sizeof(text), file) != NULL) fputs(text, stdout);
  fclose(file);
  return 0;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  puts("waiting");
  fflush(stdout);
  while (go == 0) usleep(10000);
  return Print(argv[1]);
}
