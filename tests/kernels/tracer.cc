// The ptrace loop. A failing ptrace call means that the task was killed
// meanwhile: its end will be reported by wait, so it needs no answer here.
#include "tests/kernels/tracer.h"

#include <errno.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <utility>

namespace emulation {
namespace {

constexpr long kOptions = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                          PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
                          PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD |
                          PTRACE_O_EXITKILL;
constexpr int kSyscallStop = SIGTRAP | 0x80;

// The kernel's internal results by which an interrupted call is run again
// (ERESTARTSYS 512 to ERESTART_RESTARTBLOCK 516); no program ever sees them.
bool IsRestart(long result) { return result <= -512 && result >= -516; }

bool IsJobControlStop(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN ||
         signal == SIGTTOU;
}

}  // namespace

bool Tracer::Attach(pid_t child) {
  child_ = child;
  return ptrace(PTRACE_SEIZE, child, nullptr, kOptions) == 0;
}

int Tracer::Run() {
  while (true) {
    int status = 0;
    pid_t tid = waitpid(-1, &status, __WALL);
    if (tid > 0) {
      Handle(tid, status);
    } else if (errno != EINTR) {
      return child_status_;
    }
  }
}

void Tracer::Handle(pid_t tid, int status) {
  if (!WIFSTOPPED(status)) {
    pending_.erase(tid);
    if (tid == child_) child_status_ = status;
    return;
  }
  int signal = WSTOPSIG(status);
  int event = status >> 16;
  if (event != 0) {
    HandleEvent(tid, event, signal);
  } else if (signal == kSyscallStop) {
    HandleSyscallStop(tid);
  } else {
    Resume(tid, signal);
  }
}

void Tracer::HandleEvent(pid_t tid, int event, int signal) {
  switch (event) {
    case PTRACE_EVENT_SECCOMP:
      HandleSyscallStop(tid);
      return;
    case PTRACE_EVENT_STOP:
      if (IsJobControlStop(signal)) {
        // Stays stopped until SIGCONT, which PTRACE_CONT would not wait for.
        ptrace(PTRACE_LISTEN, tid, nullptr, nullptr);
        return;
      }
      break;
    case PTRACE_EVENT_EXEC: {
      // A thread that executes takes over its leader's number.
      unsigned long former = 0;
      ptrace(PTRACE_GETEVENTMSG, tid, nullptr, &former);
      pending_.erase(static_cast<pid_t>(former));
      pending_.erase(tid);
      break;
    }
    default:
      break;
  }
  Resume(tid, 0);
}

void Tracer::HandleSyscallStop(pid_t tid) {
  Stop stop = DescribeStop(tid);
  bool pending = pending_.contains(tid);
  if (stop.kind == Stop::kEntry && !pending && IsLandlock(stop.call.number)) {
    Begin(tid, stop);
  } else if (stop.kind == Stop::kExit && pending) {
    Continue(tid, stop.result);
  }
  // What remains is other calls, and the entry of a call of ours.
  Resume(tid, 0);
}

void Tracer::Begin(pid_t tid, const Stop& stop) {
  Pending pending;
  pending.arch = stop.arch;
  pending.stack_pointer = stop.stack_pointer;
  if (!FetchRegisters(tid, &pending.registers)) return;
  pending.reply = emulator_->Begin(tid, stop.call);
  auto [entry, added] = pending_.insert_or_assign(tid, std::move(pending));
  StartCall(tid, &entry->second);
}

void Tracer::StartCall(pid_t tid, Pending* pending) {
  Reply& reply = pending->reply;
  Syscall call = reply.final ? Syscall{kSkip, {}} : reply.call;
  if (!reply.final && reply.pointer_arg >= 0) {
    uint64_t address =
        pending->scratch.Lend(tid, pending->stack_pointer, reply.words);
    call.args[static_cast<size_t>(reply.pointer_arg)] = address;
  }
  Registers registers = pending->registers;
  SetCall(pending->arch, call, &registers);
  StoreRegisters(tid, registers);
}

void Tracer::Continue(pid_t tid, long result) {
  Pending& pending = pending_.at(tid);
  pending.scratch.GiveBack(tid);
  if (!pending.reply.final) {
    if (IsRestart(result)) return Finish(tid, result);
    auto then = std::move(pending.reply.then);
    pending.reply = then(result);
  }
  if (pending.reply.final) return Finish(tid, pending.reply.result);
  HoldSignals(tid, &pending);
  Registers program = pending.registers;
  Rewind(&pending.registers);
  StartCall(tid, &pending);
  pending.registers = program;
}

void Tracer::Finish(pid_t tid, long result) {
  Pending& pending = pending_.at(tid);
  SetResult(result, &pending.registers);
  StoreRegisters(tid, pending.registers);
  if (pending.signal_mask) {
    ptrace(PTRACE_SETSIGMASK, tid, sizeof(uint64_t), &*pending.signal_mask);
  }
  pending_.erase(tid);
}

// Between two calls of ours the task passes the point where a handler would
// start, which would see registers that are not the program's.
void Tracer::HoldSignals(pid_t tid, Pending* pending) {
  if (pending->signal_mask) return;
  uint64_t own = 0;
  uint64_t all = ~uint64_t{0};
  if (ptrace(PTRACE_GETSIGMASK, tid, sizeof(own), &own) != 0) return;
  pending->signal_mask = own;
  ptrace(PTRACE_SETSIGMASK, tid, sizeof(all), &all);
}

void Tracer::Resume(pid_t tid, int signal) {
  bool at_calls = every_call_ || pending_.contains(tid);
  ptrace(at_calls ? PTRACE_SYSCALL : PTRACE_CONT, tid, nullptr,
         static_cast<long>(signal));
}

}  // namespace emulation
