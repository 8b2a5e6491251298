// Makes the named pipe argv[1].
#include <errno.h>
#include <sys/stat.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return mkfifo(argv[1], 0600) == 0 ? 0 : errno;
}
