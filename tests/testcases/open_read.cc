// Opens argv[1] for reading.
#include <errno.h>
#include <fcntl.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return open(argv[1], O_RDONLY | O_CLOEXEC) >= 0 ? 0 : errno;
}
