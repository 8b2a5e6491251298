// The child cannot send its listener away: sending is among the calls that wait
// for an answer. A helper without the filter that shares its descriptors does.
#include "tools/recorder/filtered_child.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <utility>

#include "tools/message.h"
#include "tools/recorder/descriptor_passing.h"
#include "tools/recorder/filter.h"

namespace landshim {
namespace {

// True if exactly `size` bytes came.
bool Receive(int fd, void* to, size_t size) {
  auto* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t count = read(fd, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

bool Send(int fd, const void* from, size_t size) {
  ssize_t count = 0;
  do {
    count = write(fd, from, size);
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(size);
}

std::string WhyNoFilter(int error) {
  switch (error) {
    case EBUSY:
      return "learn: another program watches system calls here already, and "
             "Linux allows one; learn outside of it (of 'landshim learn' or "
             "'explain', or of a container engine's seccomp notifications)";
    case EINVAL:
    case ENOSYS:
      return "learn: this kernel has no seccomp user notification; use Linux "
             "5.5 or newer";
    default:
      return "learn: the seccomp filter is refused: " + DescribeError(error) +
             "; learn where seccomp(2) is allowed";
  }
}

// Hands over the descriptor whose number comes through `from`, or the error
// number that comes in its place.
[[noreturn]] void BeHelper(int from, int channel) {
  int listener = -EIO;
  Receive(from, &listener, sizeof(listener));
  const bool sent = listener < 0 ? Send(channel, &listener, sizeof(listener))
                                 : SendDescriptor(channel, listener);
  _exit(sent ? 0 : 1);
}

[[noreturn]] void BeProgram(const std::function<Execution()>& prepare,
                            int channel) {
  const Execution execution = prepare();
  int numbers[2];
  int listener = -1;
  if (pipe2(numbers, O_CLOEXEC) != 0) {
    listener = -errno;
    Send(channel, &listener, sizeof(listener));
    _exit(kLandshimFailed);
  }
  // Without a signal for its end; nobody but this process waits for it.
  const long helper = syscall(SYS_clone, CLONE_FILES, 0, 0, 0, 0);
  if (helper == 0) BeHelper(numbers[0], channel);
  listener = helper < 0 ? -errno : InstallFilter();
  // Only what is not watched from here on: reading, writing, waiting.
  char go = 0;
  Send(numbers[1], &listener, sizeof(listener));
  waitpid(static_cast<pid_t>(helper), nullptr, __WALL);
  if (listener < 0 || !Receive(channel, &go, 1)) _exit(kLandshimFailed);
  execve(execution.path, execution.arguments, execution.environment);
  const int error = errno;
  Note(Escape(execution.path) + ": it cannot be executed: " +
       DescribeError(error) + "; correct the program");
  constexpr int kCannotExecute = 126;
  constexpr int kNotFound = 127;
  _exit(error == ENOENT ? kNotFound : kCannotExecute);
}

}  // namespace

FilteredChild::~FilteredChild() {
  if (listener_ >= 0) close(listener_);
  if (channel_ >= 0) close(channel_);
}

bool FilteredChild::Create(const std::function<Execution()>& prepare,
                           int* status, std::string* error) {
  *status = kLandshimFailed;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    *error = "learn: no process can be started: " + DescribeError(errno) +
             "; close descriptors, or raise the limit (ulimit -n)";
    return false;
  }
  channel_ = ends[0];
  pid_ = fork();
  if (pid_ == 0) {
    close(ends[0]);
    BeProgram(prepare, ends[1]);
  }
  close(ends[1]);
  if (pid_ < 0) {
    *error = "learn: no process can be started: " + DescribeError(errno) +
             "; end other processes, or raise the limit (ulimit -u)";
    return false;
  }
  const int refusal = ReceiveDescriptor(channel_, &listener_);
  if (refusal == 0) return true;
  int ended = 0;
  waitpid(pid_, &ended, 0);
  // Nothing came where it ended by itself and said why.
  if (refusal > 0) *error = WhyNoFilter(refusal);
  if (refusal < 0 && WIFEXITED(ended)) *status = WEXITSTATUS(ended);
  return false;
}

int FilteredChild::TakeListener() { return std::exchange(listener_, -1); }

void FilteredChild::Go() const {
  const char go = 1;
  Send(channel_, &go, 1);
}

}  // namespace landshim
