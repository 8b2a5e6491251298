// Prints what a process inherits, but for its environment: arguments, working
// directory, umask, open descriptors, and what is blocked, ignored or handled.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char** argv) {
  char directory[4096];
  for (int i = 0; i < argc; ++i) printf("argument %s\n", argv[i]);
  printf("directory %s\n", getcwd(directory, sizeof(directory)));
  printf("umask %o\n", umask(0));
  for (int fd = 0; fd < 1024; ++fd) {
    const int flags = fcntl(fd, F_GETFD);
    if (flags >= 0) printf("descriptor %d, flags %d\n", fd, flags);
  }
  sigset_t blocked, pending;
  sigprocmask(SIG_BLOCK, nullptr, &blocked);
  sigpending(&pending);
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action = {};
    if (sigaction(signal, nullptr, &action) != 0) continue;
    printf("signal %d: blocked %d, pending %d, %s\n", signal,
           sigismember(&blocked, signal), sigismember(&pending, signal),
           action.sa_handler == SIG_DFL   ? "default"
           : action.sa_handler == SIG_IGN ? "ignored"
                                          : "handled");
  }
  return 0;
}
