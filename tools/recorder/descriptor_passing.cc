#include "tools/recorder/descriptor_passing.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace landshim {
namespace {

union Control {
  char bytes[CMSG_SPACE(sizeof(int))];
  struct cmsghdr header;
};

}  // namespace

bool SendDescriptor(int channel, int fd) {
  int nothing = 0;
  struct iovec data = {&nothing, sizeof(nothing)};
  Control control = {};
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof(control)};
  struct cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &fd, sizeof(fd));
  ssize_t sent = 0;
  do {
    sent = sendmsg(channel, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == sizeof(nothing);
}

bool ReceiveDescriptor(int channel, int* fd) {
  int word = 0;
  struct iovec data = {&word, sizeof(word)};
  Control control = {};
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof(control)};
  ssize_t received = 0;
  do {
    received = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
  } while (received < 0 && errno == EINTR);
  if (received != sizeof(word)) return false;
  const struct cmsghdr* const header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return false;
  memcpy(fd, CMSG_DATA(header), sizeof(*fd));
  return true;
}

}  // namespace landshim
