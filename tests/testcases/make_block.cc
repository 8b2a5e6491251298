// Makes the block device argv[1], which takes CAP_MKNOD.
#include <errno.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  return mknod(argv[1], S_IFBLK | 0600, makedev(7, 0)) == 0 ? 0 : errno;
}
