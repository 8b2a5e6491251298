// Everything that could have an effect is tried in children.
#include "tools/doctor/surroundings.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tools/checker/machine.h"
#include "tools/doctor/child.h"
#include "tools/doctor/probes.h"

namespace landshim::doctor {
namespace {

// The first namespaces' inodes (include/linux/proc_ns.h, PROC_*_INIT_INO).
constexpr ino_t kFirstUserNamespace = 0xeffffffd;
constexpr ino_t kFirstPidNamespace = 0xeffffffc;

void TryListener(Telling* telling) {
  seccomp_notif_sizes sizes = {};
  const long asked = syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes);
  telling->Tell("notify", asked < 0 ? errno : 0);
  if (asked < 0) return;
  sock_filter allow[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program = {1, allow};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  telling->Tell("listener", listener < 0 ? errno : 0);
}

struct AuditAnswer {
  nlmsghdr header;
  union {
    nlmsgerr error;
    audit_status status;
  };
};

// What the kernel says to AUDIT_GET: 0 with *answer, or errno.
int ReceiveAudit(int fd, AuditAnswer* answer) {
  while (true) {
    const ssize_t size = recv(fd, answer, sizeof(*answer), 0);
    if (size < 0) return errno;
    if (size < static_cast<ssize_t>(sizeof(nlmsghdr))) return EIO;
    // A good request is acknowledged before it is answered.
    if (answer->header.nlmsg_type == NLMSG_ERROR) {
      if (answer->error.error != 0) return -answer->error.error;
      continue;
    }
    return answer->header.nlmsg_type == AUDIT_GET ? 0 : EIO;
  }
}

void AskAudit(Telling* telling) {
  const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
  if (fd < 0) {
    telling->Tell("error", errno);
    return;
  }
  // Nothing makes the kernel answer at all.
  const timeval patience = {.tv_sec = 1, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  nlmsghdr request = {};
  request.nlmsg_len = NLMSG_LENGTH(0);
  request.nlmsg_type = AUDIT_GET;
  request.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  sockaddr_nl kernel = {};
  kernel.nl_family = AF_NETLINK;
  AuditAnswer answer = {};
  int error = 0;
  if (sendto(fd, &request, request.nlmsg_len, 0,
             reinterpret_cast<const sockaddr*>(&kernel), sizeof(kernel)) < 0) {
    error = errno;
  } else {
    error = ReceiveAudit(fd, &answer);
  }
  telling->Tell("error", error);
  if (error == 0) {
    telling->Tell("enabled", answer.status.enabled != 0 ? 1 : 0);
  }
}

void FindAudit(Surroundings* found) {
  const Child child = RunChild(AskAudit);
  found->audit_error = static_cast<int>(child.Number("error", EPERM));
  if (found->audit_error == 0) {
    found->audit = child.Number("enabled", 0) == 1 ? Audit::kOn : Audit::kOff;
  } else if (found->audit_error == EPROTONOSUPPORT) {
    found->audit = Audit::kMissing;
  }
}

bool IsElsewhere(const char* link, ino_t first) {
  struct stat status = {};
  return stat(link, &status) == 0 && status.st_ino != first;
}

std::vector<std::string> FindContainer(Environment environment) {
  std::vector<std::string> signs;
  constexpr const char* kFiles[] = {"/run/.containerenv", "/.dockerenv",
                                    "/run/host/container-manager"};
  for (const char* file : kFiles) {
    if (access(file, F_OK) == 0) signs.emplace_back(file);
  }
  const std::string_view variable = environment.Find("container");
  if (!variable.empty()) {
    signs.push_back("container=" + std::string(variable));
  }
  if (IsElsewhere("/proc/self/ns/pid", kFirstPidNamespace)) {
    signs.emplace_back("a process namespace of its own");
  }
  if (IsElsewhere("/proc/self/ns/user", kFirstUserNamespace)) {
    signs.emplace_back("a user namespace of its own");
  }
  return signs;
}

}  // namespace

Surroundings LookAround(Environment environment) {
  Surroundings found;
  const Child listener = RunChild(TryListener);
  found.notify_error = static_cast<int>(listener.Number("notify", ENOSYS));
  found.listener_error = static_cast<int>(listener.Number("listener", 0));
  found.ptrace_scope =
      ReadSetting("/proc/sys/kernel/yama/ptrace_scope").value_or("");
  FindAudit(&found);
  found.container = FindContainer(environment);
  found.release = KernelRelease();
  found.legacy_tiocsti =
      ReadSetting("/proc/sys/dev/tty/legacy_tiocsti").value_or("");
  const Machine machine = DescribeMachine(environment);
  for (const std::string& socket : machine.engine_sockets) {
    found.sockets.push_back(socket + ", " + std::string(dangerous::kEngine));
  }
  for (const Machine::OpenSocket& socket : machine.escape_sockets) {
    found.sockets.push_back(socket.path + ", " + std::string(socket.what));
  }
  return found;
}

}  // namespace landshim::doctor
