#include "tools/recorder/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace landshim {
namespace {

volatile sig_atomic_t looked_for = 0;

void LookLater(int /*signal*/) { looked_for = 1; }

// A handler that makes waiting end (no SA_RESTART).
void Interrupt(int signal) {
  struct sigaction action = {};
  action.sa_handler = LookLater;
  sigaction(signal, &action, nullptr);
}

bool IsForWriting(int flags) {
  const int access = flags & O_ACCMODE;
  return (flags & O_PATH) == 0 && (access == O_WRONLY || access == O_RDWR);
}

// The descriptor 2 of a process itself, where that is open for writing: with
// the rights and the position that it has. -1: it is not, or cannot be had.
int TakeMessages(pid_t process) {
  const int number =
      static_cast<int>(syscall(SYS_pidfd_open, static_cast<long>(process), 0));
  if (number < 0) return -1;
  const int fd =
      static_cast<int>(syscall(SYS_pidfd_getfd, number, STDERR_FILENO, 0));
  close(number);
  if (fd < 0 || IsForWriting(fcntl(fd, F_GETFL))) return fd;
  close(fd);
  return -1;
}

// A value of a file of /proc/PID/fdinfo, as a number of this base; -1: none.
// "ino" is there since Linux 5.14.
long ValueIn(const std::string& info, const std::string& name, int base) {
  const size_t at = ('\n' + info).find('\n' + name + ":\t");
  if (at == std::string::npos) return -1;
  return strtol(info.c_str() + at + name.size() + 2, nullptr, base);
}

std::string ReadInfo(const std::string& process, int fd) {
  std::ifstream file("/proc/" + process + "/fdinfo/" + std::to_string(fd));
  return {std::istreambuf_iterator<char>(file), {}};
}

// The same file, opened again. Containers refuse pidfd_getfd(2). The file is
// held before it is known that the descriptor is open for writing it: whatever
// the program then puts at that number, no other file is opened.
int OpenMessages(pid_t process) {
  constexpr int kOctal = 8;
  constexpr int kDecimal = 10;
  const std::string number = std::to_string(process);
  const int place =
      open(("/proc/" + number + "/fd/2").c_str(), O_PATH | O_CLOEXEC);
  if (place < 0) return -1;
  const std::string theirs = ReadInfo(number, STDERR_FILENO);
  const std::string ours = ReadInfo("self", place);
  int fd = -1;
  const long flags = ValueIn(theirs, "flags", kOctal);
  const long inode = ValueIn(theirs, "ino", kDecimal);
  if (flags >= 0 && inode >= 0 && IsForWriting(static_cast<int>(flags)) &&
      inode == ValueIn(ours, "ino", kDecimal) &&
      ValueIn(theirs, "mnt_id", kDecimal) ==
          ValueIn(ours, "mnt_id", kDecimal)) {
    fd = open(("/proc/self/fd/" + std::to_string(place)).c_str(),
              O_WRONLY | O_NONBLOCK | O_NOCTTY | O_APPEND | O_CLOEXEC);
  }
  close(place);
  return fd;
}

}  // namespace

void Watch(Observer* observer, const std::function<void()>& look_around) {
  Interrupt(SIGCHLD);
  // Also for a signal that came just before the waiting began, and for kernels
  // on which the end of all callers does not end it.
  Interrupt(SIGALRM);
  constexpr struct itimerval kOften = {{0, 100000}, {0, 100000}};
  setitimer(ITIMER_REAL, &kOften, nullptr);
  look_around();
  while (true) {
    const bool served = observer->Serve();
    if (looked_for != 0) {
      looked_for = 0;
      look_around();
    }
    if (!served && observer->IsOver()) break;
  }
  constexpr struct itimerval kNever = {};
  setitimer(ITIMER_REAL, &kNever, nullptr);
}

void IgnoreSignals() {
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE,
                           SIGTERM, SIGTSTP, SIGTTOU}) {
    signal(number, SIG_IGN);
  }
}

void Tell(pid_t process, std::string_view text) {
  signal(SIGPIPE, SIG_IGN);
  int fd = TakeMessages(process);
  if (fd < 0) fd = OpenMessages(process);
  if (fd < 0) return;
  // Nobody may read the pipe, or the terminal may be stopped.
  struct pollfd event = {.fd = fd, .events = POLLOUT};
  if (poll(&event, 1, 0) == 1 && (event.revents & POLLOUT) != 0) {
    [[maybe_unused]] const ssize_t written =
        write(fd, text.data(), text.size());
  }
  close(fd);
}

}  // namespace landshim
