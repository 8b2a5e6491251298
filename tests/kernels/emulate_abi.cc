// Runs a program on a kernel that looks as if its Landlock had another ABI.
//
//   emulate_abi [--claim N] [--lack RIGHT[,RIGHT]] [--fail CALL=ERRNO]...
//               [--record FILE] -- PROG ARGS...
//
// --claim   the ABI to show: 0 is a kernel without Landlock, numbers above the
//           newest are futures; the kernel's own without this option
// --lack    rights refused with EINVAL although the ABI has them, as some
//           vendors' kernels do
// --fail    the errno that a call always ends with: create_ruleset (all its
//           forms), create_ruleset_version, create_ruleset_attr (the form with
//           an attribute), add_rule, restrict_self
// --record  appends one JSON object per Landlock call to a file
//
// What the real kernel can enforce it does enforce; what it can't is accepted
// and left out. The program's exit status is passed on (128 + signal if
// killed), 125 is a failure of this tool, 126 and 127 are a program that can't
// be executed or found. It ends when the last descendant does, because the
// calls of all of them need it.
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <variant>

#include "tests/kernels/emulator.h"
#include "tests/kernels/options.h"
#include "tests/kernels/record.h"
#include "tests/kernels/tracer.h"

namespace emulation {
namespace {

constexpr int kExitFailure = 125;
constexpr int kExitNotExecutable = 126;
constexpr int kExitNotFound = 127;

volatile pid_t signal_target = 0;

int Fail(const std::string& what) {
  fprintf(stderr, "emulate_abi: %s\n", what.c_str());
  return kExitFailure;
}

int FailWithErrno(const std::string& what) {
  return Fail(what + ": " + strerror(errno));
}

int RealAbi() {
  long abi = syscall(kCreateRuleset, nullptr, 0, kQueryVersion);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

// Without this privilege a filter would cost the program its own say in
// no_new_privs.
bool MayInstallFilter() {
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) return true;
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  if (syscall(SYS_capget, &header, data) != 0) return false;
  return (data[0].effective & (1u << CAP_SYS_ADMIN)) != 0;
}

// The architecture needs no check: the numbers are the same on all of them.
bool InstallFilter() {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kCreateRuleset, 0, 2),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, kRestrictSelf, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

// The child: waits until it is traced, then becomes the program.
[[noreturn]] void Become(char** program, int started, bool filter) {
  char byte;
  if (read(started, &byte, 1) != 1) _exit(kExitFailure);
  if (filter && !InstallFilter())
    _exit(FailWithErrno("installing the seccomp filter"));
  execvp(program[0], program);
  int error = errno;
  FailWithErrno(std::string("executing ") + program[0]);
  _exit(error == ENOENT ? kExitNotFound : kExitNotExecutable);
}

// Whoever signals this process means the program. A terminal signals both by
// itself.
void ForwardSignal(int signal, siginfo_t* info, void*) {
  int error = errno;
  if (info->si_code <= 0) kill(signal_target, signal);
  errno = error;
}

void ForwardSignalsTo(pid_t child) {
  signal_target = child;
  struct sigaction forward = {};
  forward.sa_sigaction = ForwardSignal;
  forward.sa_flags = SA_SIGINFO | SA_RESTART;
  for (int signal :
       {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGCONT}) {
    sigaction(signal, &forward, nullptr);
  }
}

int ExitStatus(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int Main(int argc, char** argv) {
  auto parsed = ParseOptions(argc, argv);
  if (const std::string* mistake = std::get_if<std::string>(&parsed))
    return Fail(*mistake);
  const Options& options = std::get<Options>(parsed);
  int real_abi = RealAbi();
  if (real_abi == 0 && options.claim.value_or(0) > 0) {
    return Fail(
        "this kernel has no Landlock to build on; use --claim 0 or another "
        "kernel");
  }
  Recorder recorder;
  if (!recorder.Open(options.record))
    return FailWithErrno("opening " + options.record);

  bool filter = MayInstallFilter();
  Emulator emulator(options, real_abi, &recorder);
  Tracer tracer(&emulator, !filter);
  int start[2];
  if (pipe2(start, O_CLOEXEC) != 0) return FailWithErrno("pipe2");
  pid_t child = fork();
  if (child < 0) return FailWithErrno("fork");
  if (child == 0) {
    close(start[1]);
    Become(options.program, start[0], filter);
  }
  close(start[0]);
  if (!tracer.Attach(child)) return FailWithErrno("attaching with ptrace");
  ForwardSignalsTo(child);
  if (write(start[1], "", 1) != 1) return FailWithErrno("starting the program");
  close(start[1]);
  return ExitStatus(tracer.Run());
}

}  // namespace
}  // namespace emulation

int main(int argc, char** argv) { return emulation::Main(argc, argv); }
