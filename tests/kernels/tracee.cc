// Reads and changes a stopped tracee through ptrace.
#include "tests/kernels/tracee.h"

#include <errno.h>
#include <linux/audit.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>

namespace emulation {

#if defined(__x86_64__)

namespace {
// Both `syscall` and `int $0x80`.
constexpr uint64_t kInstructionSize = 2;
constexpr long kPrctlI386 = 172;

uint64_t NumberFor(uint32_t arch, long number) {
  if (number == kPrctl)
    number = arch == AUDIT_ARCH_I386 ? kPrctlI386 : SYS_prctl;
  return static_cast<uint64_t>(number);
}
}  // namespace

bool FetchRegisters(pid_t tid, Registers* registers) {
  return ptrace(PTRACE_GETREGS, tid, nullptr, registers) == 0;
}

bool StoreRegisters(pid_t tid, const Registers& registers) {
  return ptrace(PTRACE_SETREGS, tid, nullptr, &registers) == 0;
}

void SetCall(uint32_t arch, const Syscall& call, Registers* registers) {
  registers->orig_rax = NumberFor(arch, call.number);
  // An exit that was rewound takes its number from here.
  registers->rax = registers->orig_rax;
  const auto& args = call.args;
  if (arch == AUDIT_ARCH_I386) {
    registers->rbx = args[0];
    registers->rcx = args[1];
    registers->rdx = args[2];
    registers->rsi = args[3];
    registers->rdi = args[4];
    registers->rbp = args[5];
    return;
  }
  registers->rdi = args[0];
  registers->rsi = args[1];
  registers->rdx = args[2];
  registers->r10 = args[3];
  registers->r8 = args[4];
  registers->r9 = args[5];
}

void SetResult(long result, Registers* registers) {
  registers->rax = static_cast<uint64_t>(result);
}

void Rewind(Registers* registers) { registers->rip -= kInstructionSize; }

#else
#error "only the registers of x86_64 are known here: add this architecture"
#endif

Stop DescribeStop(pid_t tid) {
  __ptrace_syscall_info info = {};
  Stop stop;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof(info), &info) <= 0)
    return stop;
  stop.arch = info.arch;
  stop.stack_pointer = info.stack_pointer;
  if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
    stop.kind = Stop::kExit;
    stop.result = static_cast<long>(info.exit.rval);
  } else if (info.op == PTRACE_SYSCALL_INFO_ENTRY ||
             info.op == PTRACE_SYSCALL_INFO_SECCOMP) {
    // The members of `entry` and `seccomp` lie alike up to the arguments.
    stop.kind = Stop::kEntry;
    stop.call.number = static_cast<long>(info.entry.nr);
    for (size_t i = 0; i < stop.call.args.size(); ++i)
      stop.call.args[i] = info.entry.args[i];
  }
  return stop;
}

bool ReadMemory(pid_t tid, uint64_t address, void* to, size_t size) {
  iovec local = {to, size};
  iovec remote = {reinterpret_cast<void*>(address), size};
  return process_vm_readv(tid, &local, 1, &remote, 1, 0) ==
         static_cast<ssize_t>(size);
}

uint64_t ScratchMemory::Lend(pid_t tid, uint64_t stack_pointer,
                             const std::vector<uint64_t>& words) {
  constexpr uint64_t kRedZone = 128;
  uint64_t address = stack_pointer - kRedZone - words.size() * sizeof(uint64_t);
  address &= ~uint64_t{15};
  std::vector<uint64_t> saved;
  // By ptrace and not process_vm_writev: only the former lets a stack grow.
  for (size_t i = 0; i < words.size(); ++i) {
    errno = 0;
    uint64_t at = address + i * sizeof(uint64_t);
    saved.push_back(
        static_cast<uint64_t>(ptrace(PTRACE_PEEKDATA, tid, at, nullptr)));
    if (errno != 0) return 0;
  }
  address_ = address;
  saved_ = saved;
  for (size_t i = 0; i < words.size(); ++i) {
    if (ptrace(PTRACE_POKEDATA, tid, address + i * sizeof(uint64_t),
               words[i]) != 0)
      return 0;
  }
  return address;
}

void ScratchMemory::GiveBack(pid_t tid) {
  for (size_t i = 0; i < saved_.size(); ++i) {
    ptrace(PTRACE_POKEDATA, tid, address_ + i * sizeof(uint64_t), saved_[i]);
  }
  saved_.clear();
}

}  // namespace emulation
