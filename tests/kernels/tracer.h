// Runs a program and its descendants under ptrace, with their Landlock calls
// answered by the emulator and everything else untouched.
#ifndef TESTS_KERNELS_TRACER_H_
#define TESTS_KERNELS_TRACER_H_

#include <signal.h>
#include <sys/types.h>

#include <map>
#include <optional>

#include "tests/kernels/emulator.h"
#include "tests/kernels/tracee.h"

namespace emulation {

class Tracer {
 public:
  // With `every_call`, tasks stop at each system call; else a seccomp filter of
  // theirs stops them at the Landlock calls.
  Tracer(Emulator* emulator, bool every_call)
      : emulator_(emulator), every_call_(every_call) {}

  // Attaches to a child that has not started its program yet. False with errno
  // if not allowed.
  bool Attach(pid_t child);

  // Serves all tasks until none is left; returns the wait status of the
  // attached child.
  int Run();

 private:
  // A Landlock call that a task is in the middle of.
  struct Pending {
    uint32_t arch;
    uint64_t stack_pointer;
    Registers registers;  // as the program made the call
    Reply reply;
    ScratchMemory scratch;
    // The task's own, while signals are held back.
    std::optional<uint64_t> signal_mask;
  };

  void Handle(pid_t tid, int status);
  void HandleEvent(pid_t tid, int event, int signal);
  void HandleSyscallStop(pid_t tid);
  void Begin(pid_t tid, const Stop& stop);
  void Continue(pid_t tid, long result);
  // Both leave the task ready to resume.
  void StartCall(pid_t tid, Pending* pending);
  void Finish(pid_t tid, long result);
  void HoldSignals(pid_t tid, Pending* pending);
  void Resume(pid_t tid, int signal);

  Emulator* emulator_;
  bool every_call_;
  pid_t child_ = -1;
  int child_status_ = 0;
  std::map<pid_t, Pending> pending_;
};

}  // namespace emulation

#endif  // TESTS_KERNELS_TRACER_H_
