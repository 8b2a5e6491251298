// Removes the empty directory argv[1].
#include <errno.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return rmdir(argv[1]) == 0 ? 0 : errno;
}
