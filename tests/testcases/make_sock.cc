// Makes the unix socket argv[1].
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  strncpy(address.sun_path, argv[1], sizeof(address.sun_path) - 2);
  const auto size =
      (socklen_t)(offsetof(sockaddr_un, sun_path) + 1 + strlen(argv[1]));
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return bind(fd, (const sockaddr*)&address, size) == 0 ? 0 : errno;
}
