// Becomes the program argv[1], with the arguments behind it.
#include <errno.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc < 2) return EINVAL;
  execv(argv[1], argv + 1);
  return errno;
}
