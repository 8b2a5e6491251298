// Gives the file argv[1] a second name argv[2], in another directory.
#include <errno.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3) return EINVAL;
  return link(argv[1], argv[2]) == 0 ? 0 : errno;
}
