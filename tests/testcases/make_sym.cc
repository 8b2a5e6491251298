// Makes the symbolic link argv[1], which leads nowhere.
#include <errno.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return symlink("nowhere", argv[1]) == 0 ? 0 : errno;
}
