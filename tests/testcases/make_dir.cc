// Makes the directory argv[1].
#include <errno.h>
#include <sys/stat.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return mkdir(argv[1], 0700) == 0 ? 0 : errno;
}
