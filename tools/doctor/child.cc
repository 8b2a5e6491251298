// A pipe for descriptor 2, shared memory for the rest.
#include "tools/doctor/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "tools/message.h"

namespace landshim::doctor {
namespace {

constexpr size_t kToldSize = size_t{1} << 24;

// Doctor itself needs descriptors even where the limit leaves none to others.
rlimit RaiseDescriptorLimit() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlimit raised = {limit.rlim_max, limit.rlim_max};
  setrlimit(RLIMIT_NOFILE, &raised);
  return limit;
}

[[noreturn]] void RunAsChild(const int* ends, const rlimit& limit,
                             const std::function<void(Telling*)>& work,
                             Telling* telling) {
  // Not even a signal to doctor leaves a child behind.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(ends[1], STDERR_FILENO);
  close(ends[0]);
  close(ends[1]);
  setrlimit(RLIMIT_NOFILE, &limit);
  work(telling);
  _exit(0);
}

// Without children nothing can be found out, and guesses would be lies.
[[noreturn]] void GiveUp(const char* limit) {
  _exit(Complain("doctor: no child can be started: " + DescribeError(errno) +
                 "; raise " + limit));
}

std::string ReadToEnd(int fd) {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer, static_cast<size_t>(got));
  }
}

void WaitFor(pid_t pid, Child* child) {
  int status = 0;
  while (true) {
    if (waitpid(pid, &status, 0) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    if (!WIFSTOPPED(status)) break;
    // Traced children stop at execve(2) with SIGTRAP.
    child->executed = WSTOPSIG(status) == SIGTRAP;
    kill(pid, SIGKILL);
  }
  child->status =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Telling::Telling(char* area, size_t size)
    : used_(reinterpret_cast<size_t*>(area)),
      bytes_(area + sizeof(size_t)),
      size_(size - sizeof(size_t)) {}

void Telling::Tell(std::string_view name, std::string_view value) {
  if (*used_ + name.size() + value.size() + 2 > size_) return;
  for (const std::string_view text : {name, value}) {
    memcpy(bytes_ + *used_, text.data(), text.size());
    *used_ += text.size();
    bytes_[(*used_)++] = '\0';
  }
}

void Telling::Tell(std::string_view name, long value) {
  Tell(name, std::to_string(value));
}

std::vector<std::pair<std::string, std::string>> Telling::Everything() const {
  std::vector<std::pair<std::string, std::string>> told;
  size_t at = 0;
  while (at < *used_) {
    const std::string name = bytes_ + at;
    at += name.size() + 1;
    const std::string value = bytes_ + at;
    at += value.size() + 1;
    told.emplace_back(name, value);
  }
  return told;
}

bool Child::WasFiltered() const { return status == 128 + SIGSYS; }

std::string Child::Find(std::string_view name) const {
  for (const auto& [known, value] : told) {
    if (known == name) return value;
  }
  return {};
}

long Child::Number(std::string_view name, long otherwise) const {
  return WasTold(name) ? strtol(Find(name).c_str(), nullptr, 10) : otherwise;
}

std::vector<std::string> Child::All(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [known, value] : told) {
    if (known == name) values.push_back(value);
  }
  return values;
}

bool Child::WasTold(std::string_view name) const { return !All(name).empty(); }

std::vector<std::string> Child::Lines() const {
  constexpr std::string_view kBegin = "landshim: ";
  std::vector<std::string> lines;
  std::string_view rest = said;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    if (line.substr(0, kBegin.size()) == kBegin) {
      line.remove_prefix(kBegin.size());
    }
    lines.emplace_back(line);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return lines;
}

Child RunChild(const std::function<void(Telling*)>& work) {
  Child child;
  void* const area = mmap(nullptr, kToldSize, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (area == MAP_FAILED) GiveUp("RLIMIT_AS");
  Telling telling(static_cast<char*>(area), kToldSize);
  const rlimit limit = RaiseDescriptorLimit();
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) GiveUp("RLIMIT_NOFILE");
  const pid_t pid = fork();
  if (pid < 0) GiveUp("RLIMIT_NPROC");
  if (pid == 0) RunAsChild(ends, limit, work, &telling);
  close(ends[1]);
  child.said = ReadToEnd(ends[0]);
  WaitFor(pid, &child);
  close(ends[0]);
  setrlimit(RLIMIT_NOFILE, &limit);
  child.told = telling.Everything();
  munmap(area, kToldSize);
  return child;
}

int ExecuteTraced(const char* path, char** arguments, char** environment) {
  // The parent waits for the end of the pipe first.
  fcntl(STDERR_FILENO, F_SETFD, FD_CLOEXEC);
  if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) return -1;
  execve(path, arguments, environment);
  return errno;
}

}  // namespace landshim::doctor
