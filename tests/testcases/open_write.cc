// Opens argv[1] for writing, without truncating it.
#include <errno.h>
#include <fcntl.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return open(argv[1], O_WRONLY | O_CLOEXEC) >= 0 ? 0 : errno;
}
