// Removes the file argv[1].
#include <errno.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return unlink(argv[1]) == 0 ? 0 : errno;
}
