// Executes its arguments; linked statically, so that all else is libc's start.
#include <unistd.h>

int main(int /*argc*/, char** argv, char** envp) {
  execve(argv[1], argv + 1, envp);
  return 1;
}
