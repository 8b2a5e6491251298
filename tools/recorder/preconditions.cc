// A cause is only named where it was seen: what the errno alone leaves open is
// asked of the kernel.
#include "tools/recorder/preconditions.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "tools/message.h"
#include "tools/recorder/requester.h"

namespace landshim {
namespace {

// Who has to change what.
constexpr char kFilterCure[] =
    " in the seccomp filter that this process is in: SystemCallFilter= of a "
    "unit, or a container's seccomp profile";

bool IsFiltered() { return prctl(PR_GET_SECCOMP) == SECCOMP_MODE_FILTER; }

std::string Release() {
  struct utsname names = {};
  uname(&names);
  return names.release;
}

// Than the first Linux with SECCOMP_USER_NOTIF_FLAG_CONTINUE.
bool IsTooOld(const std::string& release) {
  int major = 0;
  int minor = 0;
  // NOLINTNEXTLINE(cert-err34-c): what is no number leaves zero.
  if (sscanf(release.c_str(), "%d.%d", &major, &minor) != 2) return false;
  return major < 5 || (major == 5 && minor < 5);
}

}  // namespace

std::string WhyNoProc() {
  char self[32] = {};
  if (readlink("/proc/self", self, sizeof(self) - 1) >= 0 &&
      std::to_string(getpid()) == self) {
    return {};
  }
  return "/proc is missing or shows another PID namespace; mount it (unshare "
         "has --mount-proc)";
}

std::string WhyBlind(pid_t program, bool started) {
  // One that landshim became without being readable is so only until it
  // executes the program.
  if (started && prctl(PR_GET_DUMPABLE) != 1) return {};
  char byte = 0;
  // Any address: what counts is whether looking is allowed.
  const int error = Requester(program).Read(0, &byte, 1);
  if (error == 0 || error == EFAULT) return {};
  if (started) {
    return "the memory of what it starts cannot be read: " +
           DescribeError(error) +
           "; allow process_vm_readv(2), and see Yama's "
           "kernel.yama.ptrace_scope";
  }
  return "this system lets no process look into one that it did not start (" +
         DescribeError(error) +
         "; Yama's ptrace_scope?); use 'landshim learn', which starts the "
         "program";
}

std::string WhyNoFilter(int error) {
  if (error == EBUSY) {
    return "another program watches system calls here already, and Linux "
           "allows one; learn outside of it (of 'landshim learn' or "
           "'explain', or of a container engine's seccomp notifications)";
  }
  const std::string release = Release();
  if (error == ENOSYS || error == EINVAL) {
    if (IsTooOld(release)) {
      return "Linux " + Escape(release) +
             " has no seccomp user notification; use Linux 5.5 or newer";
    }
    if (!IsFiltered()) {
      return "this kernel was built without seccomp filters: " +
             DescribeError(error) + "; use one with CONFIG_SECCOMP_FILTER";
    }
  }
  if (IsFiltered()) {
    return "a seccomp filter refuses that of the recorder: " +
           DescribeError(error) + "; allow seccomp(2) and prctl(2)" +
           kFilterCure;
  }
  return "the recorder's seccomp filter is refused: " + DescribeError(error) +
         "; learn where seccomp(2) is allowed";
}

std::string WhyNoProcess(int error) {
  const std::string what =
      "no process can be started: " + DescribeError(error) + "; ";
  switch (error) {
    case EAGAIN:
      return what +
             "end other processes, or raise the limit (ulimit -u, or pids.max "
             "of the control group)";
    case ENOMEM:
      return what + "free memory, or raise its limit";
    case EMFILE:
    case ENFILE:
      return what + "close descriptors, or raise the limit (ulimit -n)";
    default:
      return IsFiltered() ? what + "allow clone(2)" + kFilterCure
                          : what + "learn where clone(2) is allowed";
  }
}

std::string WhyEnded(int signal) {
  const char* const name = sigabbrev_np(signal);
  const std::string what =
      std::string("what was to become the program was ended by SIG") +
      (name == nullptr ? std::to_string(signal) : name);
  if (signal == SIGSYS && IsFiltered()) {
    return what +
           ", for a system call that a seccomp filter forbids; allow "
           "seccomp(2), prctl(2) and memfd_create(2)" +
           kFilterCure;
  }
  return what + " before it began; see who sent it, and learn again";
}

}  // namespace landshim
