// Source: fs/proc/{base,fd,namespaces,task_mmu}.c of Linux 6.18, and what this
// kernel answers in a domain: versions differ.
#include "tools/filesystem/traced.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <thread>

#include "tools/filesystem/proc.h"

namespace landshim {
namespace {

struct Row {
  std::string_view name;
  TracedFile file;
};

constexpr TracedFile kLink = {.check = TraceCheck::kFollow, .error = EACCES};
constexpr TracedFile kMemory = {
    .check = TraceCheck::kOpen, .error = EACCES, .memory = true};
constexpr TracedFile kOpened = {.check = TraceCheck::kOpen, .error = EACCES};
// lock_trace().
constexpr TracedFile kLocked = {.check = TraceCheck::kUse, .error = EPERM};

constexpr Row kRows[] = {
    {"auxv", kMemory},
    {"cwd", kLink},
    {"environ", kMemory},
    {"exe", kLink},
    {"fdinfo",
     {.check = TraceCheck::kEnter, .error = EACCES, .searched = true}},
    {"io", {.check = TraceCheck::kUse, .error = EACCES}},
    {"map_files",
     {.check = TraceCheck::kUse,
      .error = EACCES,
      .memory = true,
      .searched = true}},
    {"maps", kMemory},
    {"mem", kOpened},
    {"numa_maps", kMemory},
    {"pagemap", kMemory},
    {"personality", kLocked},
    {"root", kLink},
    {"smaps", kMemory},
    {"smaps_rollup", kMemory},
    {"stack", kLocked},
    {"syscall", kLocked},
    {"timers", kOpened},
};

using Rows = std::array<Row, std::size(kRows)>;

// What is in them are links, each of which is asked about.
constexpr std::string_view kHoldLinks[] = {"fd", "map_files", "ns"};

// A process or thread; 0: it is none.
pid_t NumberOf(const std::string& name) {
  const bool digits = !name.empty() && name.size() < 10 &&
                      std::all_of(name.begin(), name.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  return digits ? static_cast<pid_t>(strtol(name.c_str(), nullptr, 10)) : 0;
}

// perfmon_capable(), in the kernel's own user namespace or ours.
bool MayObserve(pid_t thread) {
  const uint64_t effective =
      strtoull(StatusOf(thread, "CapEff").c_str(), nullptr, 16);
  constexpr int kPerfmon = 38;  // CAP_PERFMON, Linux 5.8
  if ((effective >> kPerfmon & 1) == 0 &&
      (effective >> CAP_SYS_ADMIN & 1) == 0) {
    return false;
  }
  struct stat own = {};
  struct stat its = {};
  const std::string path = "/proc/" + std::to_string(thread) + "/ns/user";
  return stat("/proc/self/ns/user", &own) == 0 &&
         stat(path.c_str(), &its) == 0 && own.st_ino == its.st_ino;
}

// A domain of the calling thread only. Which right is handled does not matter
// to ptrace's rule.
bool EnterDomain() {
  constexpr long kCreateRuleset = 444;
  constexpr long kRestrictSelf = 446;
  const uint64_t handled = 1;  // LANDLOCK_ACCESS_FS_EXECUTE
  const long ruleset = syscall(kCreateRuleset, &handled, sizeof(handled), 0);
  if (ruleset < 0) return false;
  const bool done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                    syscall(kRestrictSelf, ruleset, 0) == 0;
  close(static_cast<int>(ruleset));
  return done;
}

// A process that may be traced by who asks here, without a domain.
pid_t StartTraced() {
  const pid_t process = fork();
  if (process != 0) return process;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) pause();
}

bool IsDenied(int error) { return error == EACCES || error == EPERM; }

// Sets what a thread in a domain is told.
void Ask(const std::string& directory, Row* row) {
  TracedFile& file = row->file;
  const std::string path = directory + std::string(row->name);
  char link[8];
  const bool follows = file.check == TraceCheck::kFollow;
  const int error = !follows ? TryReading(path, O_RDONLY)
                    : readlink(path.c_str(), link, sizeof(link)) < 0 ? errno
                                                                     : 0;
  if (error == ENOENT) return;
  file.searched = file.searched && access((path + "/.").c_str(), F_OK) < 0 &&
                  IsDenied(errno);
  if (!IsDenied(error)) {
    file = {};
    return;
  }
  file.error = error;
  if (file.check == TraceCheck::kEnter && !file.searched) {
    file.check = TraceCheck::kOpen;
  }
}

// The rows as this kernel has them; what depends on who looks is left. Without
// Landlock there is nothing to ask, nor to predict.
Rows AskKernel() {
  Rows rows;
  std::copy(std::begin(kRows), std::end(kRows), rows.begin());
  const pid_t process = StartTraced();
  if (process < 0) return rows;
  const std::string directory = "/proc/" + std::to_string(process) + '/';
  std::thread([&rows, &directory] {
    if (!EnterDomain()) return;
    for (Row& row : rows) {
      if (!row.file.memory) Ask(directory, &row);
    }
  }).join();
  kill(process, SIGKILL);
  while (waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
  }
  return rows;
}

const Rows& RowsHere() {
  static const Rows rows = AskKernel();
  return rows;
}

}  // namespace

TracedFile TracedFileAt(const std::vector<std::string>& names) {
  if (names.size() < 2) return {};
  pid_t process = NumberOf(names[0]);
  size_t first = 1;
  if (names[1] == "task" && names.size() > 3) {
    process = NumberOf(names[2]);
    first = 3;
  }
  if (process == 0) return {};
  TracedFile found;
  if (names.size() == first + 1) {
    for (const Row& row : RowsHere()) {
      if (row.name == names[first]) found = row.file;
    }
  } else if (names.size() == first + 2 && names[first] == "fdinfo") {
    // Kernels that do not ask on the way ask here.
    found = kOpened;
  } else if (names.size() == first + 2 &&
             std::find(std::begin(kHoldLinks), std::end(kHoldLinks),
                       names[first]) != std::end(kHoldLinks)) {
    found = kLink;
  }
  found.process = process;
  return found;
}

bool SeesMemoryOfOthers(pid_t thread, const std::string& path) {
  if (!MayObserve(thread)) return false;
  bool shown = false;
  std::thread([&path, &shown] {
    shown = EnterDomain() && TryReading(path, O_RDONLY) == 0;
  }).join();
  return shown;
}

int ReadSome(int fd) {
  struct stat status = {};
  char bytes[1024];
  long result = 0;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    // Of map_files two entries are shown before anybody is asked.
    do {
      result = syscall(SYS_getdents64, fd, bytes, sizeof(bytes));
    } while (result > 0);
  } else {
    // pagemap gives whole entries only.
    result = read(fd, bytes, sizeof(bytes));
  }
  return result < 0 ? errno : 0;
}

int TryReading(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return errno;
  const int error = ReadSome(fd);
  close(fd);
  return error;
}

}  // namespace landshim
