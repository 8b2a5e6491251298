// Reads all files of a directory while a timer interrupts: read_all DIRECTORY RESULT
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;
static long interrupted;

static void tick(int signal) {
  (void)signal;
  ++ticks;
}

static int open_again(const char* path, int flags) {
  int fd;
  while ((fd = open(path, flags, 0644)) < 0 && errno == EINTR) ++interrupted;
  return fd;
}

static void fail(const char* path) {
  fprintf(stderr, "%s: %s\n", path, strerror(errno));
  exit(1);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  struct sigaction action = {.sa_handler = tick};
  sigaction(SIGALRM, &action, NULL);
  const struct itimerval often = {{0, 2000}, {0, 2000}};
  setitimer(ITIMER_REAL, &often, NULL);
  const int directory = open_again(argv[1], O_RDONLY | O_DIRECTORY);
  if (directory < 0) fail(argv[1]);
  DIR* const list = fdopendir(directory);
  long files = 0;
  long bytes = 0;
  for (struct dirent* entry; (entry = readdir(list)) != NULL;) {
    if (entry->d_type != DT_REG) continue;
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
    const int fd = open_again(path, O_RDONLY);
    if (fd < 0) fail(path);
    char buffer[4096];
    for (ssize_t size; (size = read(fd, buffer, sizeof(buffer))) > 0;) {
      bytes += size;
    }
    close(fd);
    ++files;
  }
  const int result = open_again(argv[2], O_WRONLY | O_CREAT | O_TRUNC);
  if (result < 0) fail(argv[2]);
  dprintf(result, "%ld files, %ld bytes, %ld calls interrupted\n", files, bytes,
          interrupted);
  return 0;
}
