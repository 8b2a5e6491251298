// Signals are taken one by one while they are blocked (rt_sigtimedwait(2)): no
// handler, and none is lost.
#include "shim/launch/own_session.h"

#include <linux/errno.h>
#include <linux/prctl.h>

#include <cstdint>

#include "shim/launch/descriptors.h"
#include "shim/syscalls.h"

namespace landshim {
namespace {

// <asm/signal.h> is not that of libc, and both define struct sigaction.
constexpr long kSigkill = 9;
constexpr long kSigchld = 17;
constexpr long kSetMask = 2;  // SIG_SETMASK
constexpr uint64_t kAll = ~uint64_t{0};
constexpr long kSetSize = sizeof(kAll);

constexpr sys::SignalAction kDefault = {0, 0, 0, 0};

void SetMask(uint64_t mask, uint64_t* before) {
  sys::Call(__NR_rt_sigprocmask, kSetMask, sys::Address(&mask),
            sys::Address(before), kSetSize);
}

// As the child ended.
[[noreturn]] void EndWith(unsigned status) {
  const long signal = status & 0x7f;
  if (signal != 0) {
    // One image of its memory is enough.
    sys::Prctl(PR_SET_DUMPABLE, 0);
    sys::SetSignalAction(signal, kDefault, nullptr);
    sys::Call(__NR_kill, sys::Call(__NR_getpid), signal);
    SetMask(0, nullptr);
  }
  constexpr int kSignalled = 128;
  sys::ExitGroup(signal != 0 ? kSignalled + static_cast<int>(signal)
                             : static_cast<int>(status >> 8 & 0xff));
}

[[noreturn]] void WaitFor(long child) {
  constexpr long kAtOnce = 1;  // WNOHANG
  // Whoever waits for the end of what the program writes waits for it alone.
  CloseFrom(0);
  while (true) {
    const long signal =
        sys::Call(__NR_rt_sigtimedwait, sys::Address(&kAll), 0, 0, kSetSize);
    unsigned status = 0;
    if (signal == kSigchld) {
      const long ended =
          sys::Call(__NR_wait4, child, sys::Address(&status), kAtOnce, 0);
      if (ended == child) EndWith(status);
    } else if (signal > 0) {
      sys::Call(__NR_kill, child, signal);
    }
  }
}

}  // namespace

long LeadOwnSession() {
  long session = sys::Call(__NR_setsid);
  if (session != -EPERM) return session < 0 ? session : 0;
  sys::SignalAction action;
  uint64_t mask;
  SetMask(kAll, &mask);
  // If it were ignored, the child's status would be lost.
  sys::SetSignalAction(kSigchld, kDefault, &action);
  const long parent = sys::Call(__NR_getpid);
  const long child = sys::Call(__NR_clone, kSigchld, 0, 0, 0, 0);
  if (child < 0) return child;
  if (child > 0) WaitFor(child);
  sys::Prctl(PR_SET_PDEATHSIG, kSigkill);
  // It may have been killed before.
  if (sys::Call(__NR_getppid) != parent) sys::ExitGroup(1);
  session = sys::Call(__NR_setsid);
  sys::SetSignalAction(kSigchld, action, nullptr);
  SetMask(mask, nullptr);
  return session < 0 ? session : 0;
}

}  // namespace landshim
