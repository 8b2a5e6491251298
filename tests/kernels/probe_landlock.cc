// Performs the deeds named by its arguments, one after the other, and prints
// each one's result on a line of its own: a number, or the name of the error.
// Calls Landlock only by raw system calls.
//
//   version, errata     queries
//   create:WORD[:WORD]  a ruleset from an attribute of these 64-bit words,
//                       which the later deeds use
//   create_raw:PTR:SIZE:FLAGS
//   small_stack         a ruleset, created on a stack that ends soon; prints
//                       how many bytes below the stack pointer changed
//   path:FLAGS:ACCESS:PATH   adds a rule for a path
//   path_fd:FLAGS:ACCESS:FD  adds a rule for a descriptor
//   port:FLAGS:ACCESS:PORT   adds a rule for a port
//   add_raw:FD:TYPE:PTR:FLAGS
//   restrict:FLAGS      enforces the ruleset
//   restrict_fd:FD:FLAGS
//   storm:FLAGS         enforces 1000 times under a storm of signals; prints
//                       the number of failures
//   read:PATH           opens for reading
//   drop_caps           gives up all capabilities, also for later programs
//   set_nnp, nnp        sets no_new_privs, prints it
//   dup                 goes on with a copy of the ruleset's descriptor
//   fork, thread        does what follows in a child, in a second thread
//   exec PROG ARGS...   becomes another program
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr int kPathBeneath = 1;
constexpr int kNetPort = 2;

int ruleset = -1;
volatile sig_atomic_t handlers_entered = 0;
volatile sig_atomic_t handlers_left = 0;

struct Deed {
  std::string name;
  std::vector<std::string> args;

  uint64_t Number(size_t i) const {
    return strtoull(args.at(i).c_str(), nullptr, 0);
  }
};

Deed Parse(const std::string& text) {
  Deed deed;
  size_t at = text.find(':');
  deed.name = text.substr(0, at);
  while (at != std::string::npos) {
    size_t next = text.find(':', at + 1);
    deed.args.push_back(
        text.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return deed;
}

void Print(long result) {
  if (result < 0) {
    printf("%s\n", strerrorname_np(errno));
  } else {
    printf("%ld\n", result);
  }
  fflush(stdout);
}

long Create(const Deed& deed) {
  std::vector<uint64_t> words;
  for (size_t i = 0; i < deed.args.size(); ++i) words.push_back(deed.Number(i));
  std::vector<uint64_t> before = words;
  long fd =
      syscall(kCreateRuleset, words.data(), words.size() * sizeof(uint64_t), 0);
  // The attribute is an input: a tool that changed it would not be transparent.
  if (words != before) abort();
  if (fd >= 0) ruleset = static_cast<int>(fd);
  return fd;
}

long AddPath(uint32_t flags, uint64_t access, int target) {
  struct {
    uint64_t access;
    int32_t fd;
  } __attribute__((packed)) rule = {access, target};
  return syscall(kAddRule, ruleset, kPathBeneath, &rule, flags);
}

long AddPort(uint32_t flags, uint64_t access, uint64_t port) {
  uint64_t rule[2] = {access, port};
  return syscall(kAddRule, ruleset, kNetPort, rule, flags);
}

// A goroutine's stack may end just below its pointer, and what follows belongs
// to others.
long CreateOnSmallStack() {
#if defined(__x86_64__)
  alignas(16) static char stack[4096];
  memset(stack, 0x5a, sizeof(stack));
  uint64_t attr[1] = {1};
  long result = kCreateRuleset;
  register long flags asm("rdx") = 0;
  asm volatile(
      "mov %%rsp, %%r12\n mov %[top], %%rsp\n syscall\n mov %%r12, %%rsp"
      : "+a"(result)
      : "D"(attr), "S"(sizeof(attr)),
        "r"(flags), [top] "r"(stack + sizeof(stack))
      : "rcx", "r11", "r12", "memory");
  if (result < 0) abort();
  long changed = 0;
  for (char byte : stack) changed += byte != 0x5a;
  return changed;
#else
#error "only the system call of x86_64 is known here: add this architecture"
#endif
}

long DropCapabilities() {
  // Without NOROOT, user 0 would get them back by the next exec.
  prctl(PR_SET_SECUREBITS, SECBIT_NOROOT, 0, 0, 0);
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  return syscall(SYS_capset, &header, none);
}

long Storm(uint32_t flags) {
  signal(SIGALRM, [](int) {
    handlers_entered = handlers_entered + 1;
    getppid();
    handlers_left = handlers_left + 1;
  });
  itimerval often = {{0, 500}, {0, 500}};
  setitimer(ITIMER_REAL, &often, nullptr);
  long failures = 0;
  for (int i = 0; i < 1000; ++i) {
    if (syscall(kRestrictSelf, ruleset, flags) != 0) ++failures;
  }
  itimerval never = {};
  setitimer(ITIMER_REAL, &never, nullptr);
  // A handler that was cut short leaves its signal blocked.
  bool whole = handlers_entered > 1 && handlers_entered == handlers_left;
  return whole ? failures : 9999;
}

long ReadOrAdd(const Deed& deed) {
  bool read = deed.name == "read";
  int fd = open(deed.args.at(read ? 0 : 2).c_str(),
                (read ? O_RDONLY : O_PATH) | O_CLOEXEC);
  if (fd < 0) return -1;
  long result =
      read ? 0
           : AddPath(static_cast<uint32_t>(deed.Number(0)), deed.Number(1), fd);
  int error = errno;
  close(fd);
  errno = error;
  return result;
}

long DoLandlock(const Deed& deed) {
  const std::string& name = deed.name;
  auto n = [&deed](size_t i) { return deed.Number(i); };
  if (name == "version") return syscall(kCreateRuleset, nullptr, 0, 1);
  if (name == "errata") return syscall(kCreateRuleset, nullptr, 0, 2);
  if (name == "create") return Create(deed);
  if (name == "small_stack") return CreateOnSmallStack();
  if (name == "create_raw") return syscall(kCreateRuleset, n(0), n(1), n(2));
  if (name == "path_fd") return AddPath(n(0), n(1), static_cast<int>(n(2)));
  if (name == "port") return AddPort(n(0), n(1), n(2));
  if (name == "add_raw") return syscall(kAddRule, n(0), n(1), n(2), n(3));
  if (name == "restrict") return syscall(kRestrictSelf, ruleset, n(0));
  if (name == "restrict_fd") return syscall(kRestrictSelf, n(0), n(1));
  if (name == "storm") return Storm(static_cast<uint32_t>(n(0)));
  fprintf(stderr, "probe_landlock: unknown deed '%s'\n", name.c_str());
  exit(2);
}

long Do(const Deed& deed) {
  if (deed.name == "read" || deed.name == "path") return ReadOrAdd(deed);
  if (deed.name == "drop_caps") return DropCapabilities();
  if (deed.name == "set_nnp") return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (deed.name == "nnp") return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  if (deed.name == "dup") return ruleset = fcntl(ruleset, F_DUPFD_CLOEXEC, 100);
  return DoLandlock(deed);
}

int DoAll(char** deeds) {
  for (; *deeds != nullptr; ++deeds) {
    Deed deed = Parse(*deeds);
    if (deed.name == "exec") {
      execvp(deeds[1], deeds + 1);
      return 127;
    }
    if (deed.name == "thread") {
      int status = 0;
      std::thread([&] { status = DoAll(deeds + 1); }).join();
      return status;
    }
    if (deed.name == "fork") {
      pid_t child = fork();
      if (child == 0) continue;
      int status = 0;
      waitpid(child, &status, 0);
      return WEXITSTATUS(status);
    }
    Print(Do(deed));
  }
  return 0;
}

}  // namespace

int main(int, char** argv) { return DoAll(argv + 1); }
