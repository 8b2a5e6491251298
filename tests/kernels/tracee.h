// Registers and memory of a stopped tracee, the only part that depends on the
// architecture.
#ifndef TESTS_KERNELS_TRACEE_H_
#define TESTS_KERNELS_TRACEE_H_

#include <sys/types.h>
#include <sys/user.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace emulation {

// A system call as a program asks for it. The three Landlock numbers are the
// same everywhere.
struct Syscall {
  long number = 0;
  std::array<uint64_t, 6> args = {};
};

inline constexpr long kCreateRuleset = 444;
inline constexpr long kAddRule = 445;
inline constexpr long kRestrictSelf = 446;
inline constexpr long kSkip = -1;
// Stands for prctl, whose number SetCall knows for each architecture.
inline constexpr long kPrctl = -2;

inline bool IsLandlock(long number) {
  return number >= kCreateRuleset && number <= kRestrictSelf;
}

// Where a tracee stands in a system call, from PTRACE_GET_SYSCALL_INFO.
struct Stop {
  enum Kind { kOther, kEntry, kExit } kind = kOther;
  uint32_t arch = 0;
  uint64_t stack_pointer = 0;
  Syscall call;     // at entry
  long result = 0;  // at exit
};
Stop DescribeStop(pid_t tid);

// Registers as fetched. The functions change the copy; StoreRegisters makes it
// real.
using Registers = user_regs_struct;
bool FetchRegisters(pid_t tid, Registers* registers);
bool StoreRegisters(pid_t tid, const Registers& registers);

// At an entry: the call that the kernel will run, kSkip for none.
void SetCall(uint32_t arch, const Syscall& call, Registers* registers);
// At an exit: what the program sees as the result.
void SetResult(long result, Registers* registers);
// At an exit: steps back, so that the same instruction runs another call next.
void Rewind(Registers* registers);

// Reads exactly `size` bytes; false where the program itself could not read
// them.
bool ReadMemory(pid_t tid, uint64_t address, void* to, size_t size);

// Words lent from below a tracee's stack: in use by nobody, but put back all
// the same, because a small stack (a goroutine's) may end there.
class ScratchMemory {
 public:
  // Returns the address of the copy, 0 if it could not be written.
  uint64_t Lend(pid_t tid, uint64_t stack_pointer,
                const std::vector<uint64_t>& words);
  void GiveBack(pid_t tid);

 private:
  uint64_t address_ = 0;
  std::vector<uint64_t> saved_;
};

}  // namespace emulation

#endif  // TESTS_KERNELS_TRACEE_H_
