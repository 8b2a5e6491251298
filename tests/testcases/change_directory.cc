// Makes argv[1] the working directory, which Landlock cannot deny.
#include <errno.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return chdir(argv[1]) == 0 ? 0 : errno;
}
