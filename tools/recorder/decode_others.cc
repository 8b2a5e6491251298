// Calls that neither name a file nor an address, or only look as if.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include "policy/reader.h"
#include "shim/hand_over.h"
#include "tools/recorder/decode.h"

namespace landshim {
namespace {

class Others {
 public:
  Others(const CallData& call, const Requester& requester, Decoded* decoded)
      : call_(call), requester_(requester), decoded_(decoded) {}

  void Decode();

 private:
  // False: it is another call.
  bool DecodeProcesses();
  bool DecodeView();

  void Add(std::string_view operation) {
    decoded_->attempts.push_back(MakeAttempt(operation));
  }

  // A signal, or something like ptrace(2), for process or thread `argument`.
  void AddTarget(std::string_view operation, uint64_t argument) {
    Attempt attempt = MakeAttempt(operation);
    attempt.target = static_cast<pid_t>(argument);
    if (attempt.target > 0) {
      attempt.target = requester_.Translate(attempt.target);
      if (attempt.target == 0) return;  // ESRCH
    }
    decoded_->attempts.push_back(std::move(attempt));
  }

  void AddPidfdTarget(std::string_view operation, int fd) {
    std::ifstream info(requester_.Proc("fdinfo/" + std::to_string(fd)));
    for (std::string line; std::getline(info, line);) {
      if (!line.starts_with("Pid:")) continue;
      const size_t number = line.find_last_of(" \t") + 1;
      Attempt attempt = MakeAttempt(operation);
      attempt.target = ParseNumber(line.substr(number), kMostPids);
      if (attempt.target > 0) decoded_->attempts.push_back(attempt);
    }
  }

  void AddIoctl() {
    if (static_cast<uint32_t>(call_.args[1]) == kLearnMark &&
        static_cast<int>(call_.args[0]) == -1) {
      decoded_->mark = true;
      return;
    }
    Attempt attempt =
        MakeAttempt("ioctl", {static_cast<int>(call_.args[0]), ""});
    attempt.by_descriptor = true;
    decoded_->attempts.push_back(std::move(attempt));
  }

  void AddMount() {
    const uint64_t flags = call_.args[3];
    Add((flags & MS_REMOUNT) != 0 ? "remount" : "mount");
    decoded_->changes_view = true;
  }

  // mq_overview(7): the call takes the name without its slash.
  void AddQueue() {
    std::string name;
    if (!TakeText(requester_, call_.args[0], &name, decoded_)) return;
    const char* operation = "mq_open";
    if ((call_.args[1] & O_CREAT) == 0) {
      if ((call_.args[1] & O_ACCMODE) == O_RDONLY) operation = "mq_receive";
      if ((call_.args[1] & O_ACCMODE) == O_WRONLY) operation = "mq_send";
    }
    Attempt attempt = MakeAttempt(operation);
    attempt.name = "/" + name;
    decoded_->attempts.push_back(std::move(attempt));
  }

  void LookAtFlags(uint64_t flags) {
    decoded_->changes_view = (flags & CLONE_NEWNS) != 0;
    decoded_->changes_user = (flags & CLONE_NEWUSER) != 0;
  }

  void LookAtClone3() {
    uint64_t flags = 0;
    if (TakeBytes(requester_, call_.args[0], &flags, sizeof(flags), decoded_)) {
      LookAtFlags(flags);
    }
  }

  const CallData& call_;
  const Requester& requester_;
  Decoded* decoded_;
};

void Others::Decode() {
  if (DecodeProcesses() || DecodeView()) return;
  switch (call_.call) {
    case Call::k_ioctl:
      return AddIoctl();
    case Call::k_setuid:
    case Call::k_setgid:
    case Call::k_setreuid:
    case Call::k_setregid:
    case Call::k_setgroups:
    case Call::k_setresuid:
    case Call::k_setresgid:
    case Call::k_setfsuid:
    case Call::k_setfsgid:
    case Call::k_capset:
      decoded_->changes_user = true;
      return;
    case Call::k_mq_open:
      return AddQueue();
    case Call::k_open_by_handle_at:
      decoded_->gap = "it opens by a file handle, which names no path";
      return;
    case Call::k_io_uring_setup:
      decoded_->gap =
          "io_uring is refused (ENOSYS) while its calls could not be seen";
      decoded_->refusal = ENOSYS;
      return;
    default:
      return;
  }
}

// What is done to other processes.
bool Others::DecodeProcesses() {
  const auto& args = call_.args;
  switch (call_.call) {
    case Call::k_kill:
    case Call::k_rt_sigqueueinfo:
    case Call::k_tkill:
    case Call::k_tgkill:
    case Call::k_rt_tgsigqueueinfo:
      AddTarget("signal", args[0]);
      return true;
    case Call::k_pidfd_send_signal:
      AddPidfdTarget("signal", static_cast<int>(args[0]));
      return true;
    case Call::k_ptrace:
      if (args[0] == PTRACE_ATTACH || args[0] == PTRACE_SEIZE) {
        AddTarget("ptrace", args[1]);
      }
      return true;
    case Call::k_process_vm_readv:
    case Call::k_process_vm_writev:
      AddTarget("ptrace", args[0]);
      return true;
    case Call::k_kcmp:
      AddTarget("ptrace", args[0]);
      AddTarget("ptrace", args[1]);
      return true;
    case Call::k_pidfd_getfd:
      AddPidfdTarget("ptrace", static_cast<int>(args[0]));
      return true;
    default:
      return false;
  }
}

// What changes how paths are looked up.
bool Others::DecodeView() {
  switch (call_.call) {
    case Call::k_mount:
      AddMount();
      return true;
    case Call::k_mount_setattr:
      Add("remount");
      return true;
    case Call::k_umount:
    case Call::k_umount2:
      Add("umount");
      return true;
    case Call::k_move_mount:
    case Call::k_pivot_root:
      decoded_->changes_view = true;
      Add(call_.call == Call::k_move_mount ? "move_mount" : "pivot_root");
      return true;
    case Call::k_chroot:
    case Call::k_open_tree:
    case Call::k_setns:
      decoded_->changes_view = true;
      return true;
    case Call::k_unshare:
    case Call::k_clone:
      LookAtFlags(call_.args[0]);
      return true;
    case Call::k_clone3:
      LookAtClone3();
      return true;
    default:
      return false;
  }
}

}  // namespace

bool DecodeOtherCall(const CallData& call, const Requester& requester,
                     Decoded* decoded) {
  Others(call, requester, decoded).Decode();
  return true;
}

}  // namespace landshim
