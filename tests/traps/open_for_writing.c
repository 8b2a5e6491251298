// Opens each file for writing and exits with the errno of the first that fails.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv) {
  puts("main ran");
  fflush(stdout);
  for (int i = 1; i < argc; ++i) {
    int fd = open(argv[i], O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return errno;
    close(fd);
  }
  return 0;
}
