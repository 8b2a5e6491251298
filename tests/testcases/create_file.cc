// Makes the empty file argv[1] without opening it.
#include <errno.h>
#include <sys/stat.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return mknod(argv[1], S_IFREG | 0600, 0) == 0 ? 0 : errno;
}
