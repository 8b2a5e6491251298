// Begins to have a process recorded.
#ifndef LANDSHIM_SHIM_INSTALL_FILTER_H_
#define LANDSHIM_SHIM_INSTALL_FILTER_H_

#include <linux/errno.h>
#include <linux/prctl.h>

#include <cstdint>
#include <initializer_list>

#include "shim/learn_filter.h"
#include "shim/syscalls.h"

namespace landshim {

// Installs a filter for the calling thread, with no_new_privs, and returns its
// listener (close-on-exec); or -errno: -EBUSY where another listener watches.
// seccomp(2). Async-signal-safe.
inline long InstallFilterProgram(const learn_filter::Instruction* program,
                                 uint16_t size) {
  constexpr long kFlags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
  constexpr long kWaitKillableReceive = 1L << 5;  // Linux 5.19
  // The kernel only reads it.
  const sock_fprog filter = {
      size, reinterpret_cast<sock_filter*>(
                const_cast<learn_filter::Instruction*>(program))};
  long result = sys::Prctl(PR_SET_NO_NEW_PRIVS, 1);
  if (result != 0) return result;
  for (const long flags : {kFlags | kWaitKillableReceive, kFlags}) {
    result = sys::Call(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags,
                       sys::Address(&filter));
    if (result != -EINVAL) break;
  }
  return result;
}

// The filter of shim/learn_filter.h.
inline long InstallLearnFilter() {
  learn_filter::Instruction program[learn_filter::kSize];
  learn_filter::Write(program);
  return InstallFilterProgram(program, learn_filter::kSize);
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_INSTALL_FILTER_H_
