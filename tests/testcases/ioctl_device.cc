// Asks the random device argv[1] for its entropy with an ioctl.
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <sys/ioctl.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  const int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
  int bits = 0;
  return fd >= 0 && ioctl(fd, RNDGETENTCNT, &bits) == 0 ? 0 : errno;
}
