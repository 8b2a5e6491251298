// By ptrace(2), one stop for the beginning and one for the end of each call.
#include "tests/bench/count_calls.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <filesystem>

#include "tests/bench/landlock_constants.h"

namespace landshim::bench {
namespace {

struct Name {
  long number;
  const char* name;
};

// What preloaded objects and ld.so call; anything else shows as its number.
constexpr Name kNames[] = {
    {SYS_brk, "brk"},
    {SYS_close, "close"},
    {SYS_fstat, "fstat"},
    {SYS_getcwd, "getcwd"},
    {SYS_mmap, "mmap"},
    {SYS_mprotect, "mprotect"},
    {SYS_munmap, "munmap"},
    {SYS_newfstatat, "newfstatat"},
    {SYS_openat, "openat"},
    {SYS_prctl, "prctl"},
    {SYS_read, "read"},
    {SYS_readlinkat, "readlinkat"},
    {SYS_rt_sigprocmask, "rt_sigprocmask"},
    {SYS_unshare, "unshare"},
    {437, "openat2"},
    {kCreateRuleset, "landlock_create_ruleset"},
    {kAddRule, "landlock_add_rule"},
    {kRestrictSelf, "landlock_restrict_self"},
};

std::string NameOf(long number) {
  for (const Name& row : kNames) {
    if (row.number == number) return row.name;
  }
  return "call " + std::to_string(number);
}

template <typename T>
T Fetch(pid_t child, uint64_t address) {
  T value = {};
  iovec here = {&value, sizeof(value)};
  iovec there = {reinterpret_cast<void*>(address), sizeof(value)};
  if (process_vm_readv(child, &here, 1, &there, 1, 0) != sizeof(value)) {
    Die("cannot read the memory of a traced program");
  }
  return value;
}

std::string DescribeRule(pid_t child, uint64_t address) {
  const auto rule = Fetch<PathBeneathAttr>(child, address);
  const std::string link = "/proc/" + std::to_string(child) + "/fd/" +
                           std::to_string(rule.parent_fd);
  std::error_code ignored;
  const auto path = std::filesystem::read_symlink(link, ignored);
  char text[32];
  std::snprintf(text, sizeof(text), "add %#" PRIx64 " ",
                static_cast<uint64_t>(rule.allowed_access));
  return text + path.string();
}

// "" for a call that changes nothing in Landlock.
std::string Describe(pid_t child, const __ptrace_syscall_info& info) {
  const uint64_t* arguments = info.entry.args;
  char text[128] = "";
  switch (static_cast<long>(info.entry.nr)) {
    case SYS_prctl:
      if (arguments[0] != PR_SET_NO_NEW_PRIVS) return "";
      return "no_new_privs";
    case kCreateRuleset: {
      if (arguments[0] == 0) return "";  // asks for the ABI
      const auto attr = Fetch<RulesetAttr>(child, arguments[0]);
      std::snprintf(
          text, sizeof(text), "handle %#" PRIx64 " %#" PRIx64 " %#" PRIx64,
          attr.handled_access_fs, attr.handled_access_net, attr.scoped);
      return text;
    }
    case kAddRule:
      return DescribeRule(child, arguments[2]);
    case kRestrictSelf:
      std::snprintf(text, sizeof(text), "restrict %#" PRIx64,
                    static_cast<uint64_t>(arguments[1]));
      return text;
    default:
      return "";
  }
}

[[noreturn]] void BecomeTraced(const Program& program) {
  const std::vector<std::string> arguments = {program.path};
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(program.environment);
  ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  raise(SIGSTOP);
  execve(program.path.c_str(), argv.data(), envp.data());
  _exit(127);
}

// At the beginning of a call describes it in *landlock, at its end keeps that
// if the call did something.
void Note(pid_t child, std::string* landlock, Calls* calls) {
  __ptrace_syscall_info info = {};
  ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info);
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    ++calls->counts[static_cast<long>(info.entry.nr)];
    *landlock = Describe(child, info);
  } else if (!landlock->empty() && info.exit.is_error == 0) {
    calls->landlock.push_back(*landlock);
  }
}

}  // namespace

int Calls::Total() const {
  int total = 0;
  for (const auto& [number, count] : counts) total += count;
  return total;
}

Calls CountCalls(const Program& program) {
  const pid_t child = fork();
  if (child == 0) BecomeTraced(program);
  int status = 0;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, nullptr,
         PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
  Calls calls;
  std::string landlock;
  bool started = false;
  while (true) {
    ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) break;
    if (status >> 8 == (SIGTRAP | (PTRACE_EVENT_EXEC << 8))) started = true;
    if (started && WSTOPSIG(status) == (SIGTRAP | 0x80)) {
      Note(child, &landlock, &calls);
    }
  }
  if (status != 0) Die("the traced start with " + program.name + " failed");
  return calls;
}

std::string Difference(const Calls& all, const Calls& without) {
  std::string text;
  for (const auto& [number, count] : all.counts) {
    const auto found = without.counts.find(number);
    const int more =
        count - (found == without.counts.end() ? 0 : found->second);
    if (more == 0) continue;
    if (!text.empty()) text += ", ";
    text += NameOf(number) + " " + std::to_string(more);
  }
  return text;
}

}  // namespace landshim::bench
