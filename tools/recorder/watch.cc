#include "tools/recorder/watch.h"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
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
  const std::string path = "/proc/" + std::to_string(process) + "/fd/2";
  const int fd = open(path.c_str(),
                      O_WRONLY | O_NONBLOCK | O_NOCTTY | O_APPEND | O_CLOEXEC);
  if (fd < 0) return;
  [[maybe_unused]] const ssize_t written = write(fd, text.data(), text.size());
  close(fd);
}

}  // namespace landshim
