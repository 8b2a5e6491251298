// Straight to the descriptors: a buffer could only fail after the exit status.
#include "tools/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "tools/message.h"

namespace landshim {

void HoldStandardDescriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    // The lowest free one is the one that was found closed. A path descriptor
    // can neither be read nor written; a program started later lacks it again.
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
      open("/", O_PATH | O_CLOEXEC);
    }
  }
}

void LeaveStandardDescriptors() {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) dup2(null, fd);
  if (null > STDERR_FILENO) close(null);
}

int WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

int Print(std::string_view text) {
  // A file that may not grow is an error as any other; a pipe that nobody
  // reads any more ends the process, as usual.
  signal(SIGXFSZ, SIG_IGN);
  const int error = WriteAll(STDOUT_FILENO, text);
  if (error == 0) return 0;
  return Complain("standard output: cannot be written: " +
                  DescribeError(error) + "; write to another place");
}

}  // namespace landshim
