// By ptrace(2), one stop for the beginning and one for the end of each call.
#include "tests/bench/trace.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace landshim::bench {
namespace {

[[noreturn]] void BecomeTraced(const Program& program) {
  const std::vector<std::string> arguments = CommandLine(program);
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(program.environment);
  ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  raise(SIGSTOP);
  execve(program.path.c_str(), argv.data(), envp.data());
  _exit(127);
}

}  // namespace

void TraceCalls(const Program& program, const CallVisitor& visit) {
  const pid_t child = fork();
  if (child == 0) BecomeTraced(program);
  int status = 0;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, nullptr,
         PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
  bool started = false;
  while (true) {
    ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) break;
    if (status >> 8 == (SIGTRAP | (PTRACE_EVENT_EXEC << 8))) started = true;
    if (!started || WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;
    __ptrace_syscall_info info = {};
    ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info);
    visit(child, info);
  }
  if (status != 0) Die("the traced start with " + program.name + " failed");
}

std::string FetchBytes(pid_t process, uint64_t address, size_t size) {
  std::string bytes(size, '\0');
  iovec here = {bytes.data(), size};
  iovec there = {reinterpret_cast<void*>(address), size};
  if (process_vm_readv(process, &here, 1, &there, 1, 0) !=
      static_cast<ssize_t>(size)) {
    Die("cannot read the memory of a traced program");
  }
  return bytes;
}

std::string FetchText(pid_t process, uint64_t address) {
  std::string text;
  // Byte by byte: what lies behind the text may be no memory.
  for (char c; (c = Fetch<char>(process, address)) != '\0'; ++address) {
    text.push_back(c);
  }
  return text;
}

}  // namespace landshim::bench
