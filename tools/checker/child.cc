// landshim has one thread, so a child may do whatever its parent may.
#include "tools/checker/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "tools/message.h"

namespace landshim {
namespace {

constexpr int kMilliseconds = 10000;

// What a child writes: how far it came, and the errno.
enum class Stage : uint8_t { kBefore, kRestrict, kDeed };

struct Message {
  Stage stage;
  int error;
};

struct Pipe {
  int ends[2] = {-1, -1};

  Pipe() {
    if (pipe2(ends, O_CLOEXEC) != 0) ends[0] = ends[1] = -1;
  }
  ~Pipe() {
    CloseWriteEnd();
    if (ends[0] >= 0) close(ends[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void CloseWriteEnd() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
};

[[noreturn]] void Report(int fd, Stage stage, int error) {
  const Message message = {stage, error};
  const ssize_t written = write(fd, &message, sizeof(message));
  _exit(written == sizeof(message) ? 0 : 1);
}

// The child up to its deed.
void Prepare(int fd, const Restriction* restriction, const ChildStep& before) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (before != nullptr) {
    if (const int error = before()) Report(fd, Stage::kBefore, error);
  }
  if (restriction != nullptr) {
    if (const int error = restriction->Enforce()) {
      Report(fd, Stage::kRestrict, error);
    }
  }
}

// True if something was written, or the write end is closed.
bool WaitFor(int fd) {
  pollfd polled = {fd, POLLIN, 0};
  return poll(&polled, 1, kMilliseconds) > 0;
}

void Kill(pid_t child) {
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, __WALL);
}

ChildResult WhyNot(const char* what, int error) {
  return {std::nullopt, std::string(what) + ": " + DescribeError(error)};
}

ChildResult Understand(const Message& message) {
  switch (message.stage) {
    case Stage::kBefore:
      return WhyNot("the attempt cannot be prepared", message.error);
    case Stage::kRestrict:
      return message.error == E2BIG
                 ? ChildResult{std::nullopt,
                               "landshim is already inside 16 Landlock layers"}
                 : WhyNot("the kernel refused to enforce the ruleset",
                          message.error);
    case Stage::kDeed:
      break;
  }
  return {message.error, {}};
}

// Waits until the traced child has executed, or says why not.
ChildResult WatchExecution(pid_t child, int fd) {
  if (!WaitFor(fd)) return {std::nullopt, "it took too long"};
  Message message = {};
  if (read(fd, &message, sizeof(message)) == sizeof(message)) {
    return Understand(message);
  }
  // The pipe was closed by execve(2); the program has not run yet.
  int status = 0;
  if (waitpid(child, &status, __WALL | WNOHANG) != child) {
    for (int tries = 0; tries < kMilliseconds; ++tries) {
      usleep(1000);
      if (waitpid(child, &status, __WALL | WNOHANG) == child) break;
    }
  }
  if (WIFSTOPPED(status)) return {0, {}};
  return {std::nullopt, "it ended before its first instruction"};
}

}  // namespace

ChildResult RunInChild(const Restriction* restriction, const ChildStep& before,
                       const ChildStep& deed) {
  Pipe pipe;
  const pid_t child = fork();
  if (child < 0) return WhyNot("no process can be made", errno);
  if (child == 0) {
    Prepare(pipe.ends[1], restriction, before);
    Report(pipe.ends[1], Stage::kDeed, deed());
  }
  pipe.CloseWriteEnd();
  ChildResult result = {std::nullopt, "it took too long"};
  Message message = {};
  if (WaitFor(pipe.ends[0])) {
    result = {std::nullopt, "the child was killed"};
    if (read(pipe.ends[0], &message, sizeof(message)) == sizeof(message)) {
      result = Understand(message);
    }
  }
  Kill(child);
  return result;
}

ChildResult ExecuteInChild(const Restriction* restriction,
                           const std::string& path) {
  Pipe pipe;
  Pipe start;
  const pid_t child = fork();
  if (child < 0) return WhyNot("no process can be made", errno);
  if (child == 0) {
    start.CloseWriteEnd();
    // Not before landshim holds it.
    char go = 0;
    if (read(start.ends[0], &go, 1) != 1) _exit(1);
    Prepare(pipe.ends[1], restriction, nullptr);
    const char* const argv[] = {path.c_str(), nullptr};
    const char* const environment[] = {nullptr};
    execve(path.c_str(), const_cast<char* const*>(argv),
           const_cast<char* const*>(environment));
    Report(pipe.ends[1], Stage::kDeed, errno);
  }
  pipe.CloseWriteEnd();
  ChildResult result;
  // It ends with landshim, whatever becomes of that.
  if (ptrace(PTRACE_SEIZE, child, nullptr,
             PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC) != 0) {
    result = WhyNot("a program cannot be held before it runs", errno);
  } else {
    const bool started = write(start.ends[1], "", 1) == 1;
    result = started ? WatchExecution(child, pipe.ends[0])
                     : WhyNot("a program cannot be held before it runs", EPIPE);
  }
  Kill(child);
  return result;
}

}  // namespace landshim
