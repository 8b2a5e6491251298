// Identifies other processes' ruleset descriptors by the open file behind them.
#include "tests/kernels/rulesets.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/kernels/tracee.h"

namespace emulation {
namespace {

constexpr size_t kMostRulesets = 256;
constexpr int kPidfdThread = O_EXCL;
constexpr uint64_t kExecute = 1;

pid_t ThreadGroupOf(pid_t tid) {
  std::string file = "/proc/" + std::to_string(tid) + "/status";
  FILE* status = fopen(file.c_str(), "re");
  if (status == nullptr) return tid;
  pid_t group = tid;
  char line[256];
  while (fgets(line, sizeof(line), status) != nullptr) {
    if (strncmp(line, "Tgid:", 5) == 0) {
      group = static_cast<pid_t>(strtol(line + 5, nullptr, 10));
      break;
    }
  }
  fclose(status);
  return group;
}

bool IsSameFile(pid_t tid, int fd, int own_fd) {
  return syscall(SYS_kcmp, tid, getpid(), KCMP_FILE, fd, own_fd) == 0;
}

}  // namespace

void RulesetBook::Add(pid_t tid, int fd, const Ruleset& ruleset) {
  int copy = CopyDescriptor(tid, fd);
  if (copy < 0) return;
  if (entries_.size() == kMostRulesets) {
    close(entries_.front().fd);
    entries_.pop_front();
  }
  entries_.push_back({copy, ruleset});
}

std::optional<Ruleset> RulesetBook::Find(pid_t tid, int fd) const {
  // The newest is the likeliest.
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (IsSameFile(tid, fd, entry->fd)) return entry->ruleset;
  }
  return std::nullopt;
}

int CopyDescriptor(pid_t tid, int fd) {
  // A thread may hold descriptors of its own, or outlive its leader; kernels
  // before 6.9 can't name it, and then the leader has to do.
  long pidfd = syscall(SYS_pidfd_open, tid, kPidfdThread);
  if (pidfd < 0) pidfd = syscall(SYS_pidfd_open, ThreadGroupOf(tid), 0);
  if (pidfd < 0) return -1;
  long copy = syscall(SYS_pidfd_getfd, pidfd, fd, 0);
  int error = errno;
  close(static_cast<int>(pidfd));
  errno = error;
  return static_cast<int>(copy);
}

std::string DescriptorPath(pid_t tid, int fd) {
  std::string link =
      "/proc/" + std::to_string(tid) + "/fd/" + std::to_string(fd);
  char target[PATH_MAX];
  ssize_t size = readlink(link.c_str(), target, sizeof(target));
  return size < 0 ? "" : std::string(target, static_cast<size_t>(size));
}

long CheckRuleTarget(pid_t tid, int fd) {
  int target = CopyDescriptor(tid, fd);
  if (target < 0) return -EBADF;
  uint64_t handled = kExecute;
  long scratch = syscall(kCreateRuleset, &handled, sizeof(handled), 0);
  struct {
    uint64_t access;
    int32_t parent_fd;
  } __attribute__((packed)) rule = {kExecute, target};
  long result =
      syscall(kAddRule, scratch, kRulePathBeneath, &rule, 0) == 0 ? 0 : -errno;
  close(static_cast<int>(scratch));
  close(target);
  return result;
}

}  // namespace emulation
