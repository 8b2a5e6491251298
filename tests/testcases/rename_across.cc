// Renames argv[1] to argv[2], in another directory.
#include <errno.h>
#include <stdio.h>

int main(int argc, char** argv) {
  if (argc != 3) return EINVAL;
  return rename(argv[1], argv[2]) == 0 ? 0 : errno;
}
