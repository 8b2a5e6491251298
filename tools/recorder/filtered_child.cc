// The child cannot send its listener away: sending is among the calls that wait
// for an answer. So it shares its descriptors until the listener is among them.
#include "tools/recorder/filtered_child.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <iterator>
#include <utility>

#include "tools/message.h"
#include "tools/recorder/filter.h"
#include "tools/recorder/preconditions.h"

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

// Closes nothing while its descriptors are its parent's too.
[[noreturn]] void BeProgram(const std::function<Execution()>& prepare,
                            bool looks, int channel) {
  const Execution execution = prepare();
  const int listener = InstallFilter(looks);
  // Only what is not watched from here on: reading and writing.
  char go = 0;
  if (!Send(channel, &listener, sizeof(listener)) || listener < 0 ||
      !Receive(channel, &go, 1)) {
    _exit(kLandshimFailed);
  }
  execve(execution.path, execution.arguments, execution.environment);
  const int error = errno;
  Note(Escape(execution.path) + ": it cannot be executed: " +
       DescribeError(error) + "; correct the program");
  constexpr int kCannotExecute = 126;
  constexpr int kNotFound = 127;
  _exit(error == ENOENT ? kNotFound : kCannotExecute);
}

// Gives this process a table of descriptors of its own. 0, or the errno.
// unshare(2) is for kernels before 5.9: containers may not call it, as it makes
// namespaces too.
int LeaveSharedTable() {
  constexpr unsigned kNone = ~0U;
  constexpr int kUnshare = 1 << 1;  // CLOSE_RANGE_UNSHARE
  if (syscall(SYS_close_range, kNone, kNone, kUnshare) == 0) return 0;
  const int error = errno;
  return unshare(CLONE_FILES) == 0 ? 0 : error;
}

// A table of descriptors that is shared grows slowly: the kernel waits for all
// CPUs (expand_fdtable() in fs/file.c). The child uses some high ones.
void GrowTable(int fd) {
  constexpr int kHighest = 1023;
  const int high = fcntl(fd, F_DUPFD_CLOEXEC, kHighest);
  if (high >= 0) close(high);
}

// The number that the child sends: its listener or -errno; 0: it ended before.
// `process` is its pidfd.
int ReceiveListener(int channel, int process) {
  struct pollfd events[] = {{.fd = channel, .events = POLLIN},
                            {.fd = process, .events = POLLIN}};
  while (poll(events, std::size(events), -1) < 0 && errno == EINTR) {
  }
  int listener = 0;
  const bool came = (events[0].revents & POLLIN) != 0 &&
                    Receive(channel, &listener, sizeof(listener));
  return came ? listener : 0;
}

}  // namespace

FilteredChild::~FilteredChild() {
  if (listener_ >= 0) close(listener_);
  if (channel_ >= 0) close(channel_);
}

bool FilteredChild::Create(const std::function<Execution()>& prepare,
                           bool looks, int* status, std::string* error) {
  *status = kLandshimFailed;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    *error = WhyNoProcess(errno);
    return false;
  }
  channel_ = ends[0];
  GrowTable(channel_);
  int process = -1;
  pid_ = static_cast<pid_t>(syscall(
      SYS_clone, CLONE_FILES | CLONE_PIDFD | SIGCHLD, 0, &process, 0, 0));
  if (pid_ == 0) BeProgram(prepare, looks, ends[1]);
  if (pid_ < 0) {
    *error = WhyNoProcess(errno);
    close(ends[1]);
    return false;
  }
  const int listener = ReceiveListener(channel_, process);
  if (const int refused = LeaveSharedTable()) {
    *error = "its descriptors cannot be kept apart from the program's: " +
             DescribeError(refused) +
             "; allow close_range(2), or on Linux 5.8 and older unshare(2)";
    kill(pid_, SIGKILL);
  } else if (listener < 0) {
    *error = WhyNoFilter(-listener);
  }
  close(ends[1]);
  close(process);
  if (listener > 0 && error->empty()) {
    listener_ = listener;
    return true;
  }
  int ended = 0;
  waitpid(pid_, &ended, 0);
  // Nothing came where it ended by itself and said why.
  if (listener == 0 && WIFEXITED(ended)) *status = WEXITSTATUS(ended);
  if (error->empty() && WIFSIGNALED(ended)) *error = WhyEnded(WTERMSIG(ended));
  return false;
}

int FilteredChild::TakeListener() { return std::exchange(listener_, -1); }

void FilteredChild::Go() const {
  const char go = 1;
  Send(channel_, &go, 1);
}

}  // namespace landshim
