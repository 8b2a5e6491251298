#include "tools/recorder/session.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <new>
#include <system_error>
#include <vector>

#include "policy/reader.h"
#include "tools/filesystem/proc.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/recorder/descriptor_passing.h"
#include "tools/recorder/preconditions.h"
#include "tools/recorder/requester.h"
#include "tools/recorder/watch.h"

namespace landshim {
namespace {

// What the recorder tells the front; in memory that both share.
struct Board {
  std::atomic<uint64_t> seen = 0;
  std::atomic<uint64_t> gaps = 0;
  std::atomic<uint64_t> lost = 0;
  std::atomic<int> error = 0;
  std::atomic<pid_t> program = 0;
  std::atomic<int> status = -1;  // as Ending::status; -1: it goes on
  std::atomic<bool> failed = false;
  std::atomic<int> ended_by = 0;  // the signal that ended the recorder
};

void Post(const Counts& counts, Board* board) {
  board->seen = counts.seen;
  board->gaps = counts.gaps;
  board->lost = counts.lost;
  board->error = counts.error;
}

Counts Look(const Board& board) {
  return {board.seen, board.gaps, board.lost, board.error};
}

// Wakes the front up.
void Ring(int channel) {
  const char byte = 0;
  send(channel, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

// No key means this process any more, and nobody waits for the end of what it
// could write. `name`: what it is called from now on.
void LeaveTerminal(const char* name) {
  setpgid(0, 0);
  IgnoreSignals();
  prctl(PR_SET_NAME, name);
  LeaveStandardDescriptors();
}

// What a shell adds to the signal that ended a program.
constexpr int kSignalled = 128;

int StatusOfWait(int status) {
  return WIFSIGNALED(status) ? kSignalled + WTERMSIG(status)
                             : WEXITSTATUS(status);
}

// ---- The recorder ----

// Takes note of ends and stops. `program`: which of all children counts.
class Children {
 public:
  Children(pid_t program, Work* work, Board* board, int channel)
      : program_(program), work_(work), board_(board), channel_(channel) {}

  void Reap() {
    int status = 0;
    for (pid_t child = 0;
         (child = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0;) {
      if (child == program_) Take(status);
    }
  }

  // Nobody has the filter any more: a process loses it a little before its end
  // can be seen.
  void ReapLast() {
    int status = 0;
    if (board_->status < 0 && waitpid(program_, &status, 0) == program_) {
      Take(status);
    }
    Reap();
  }

 private:
  void Take(int status) {
    if (!WIFSTOPPED(status)) {
      const int ended = StatusOfWait(status);
      work_->OnProgramEnd(ended);
      Post(work_->counts(), board_);
      board_->status = ended;
    }
    Ring(channel_);
  }

  pid_t program_;
  Work* work_;
  Board* board_;
  int channel_;
};

// `to_watcher`: it is given the listener through this.
[[noreturn]] void BeRecorder(Work* work, const std::string& place, Board* board,
                             int channel, int to_watcher) {
  // What the program leaves behind stays a descendant.
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  FilteredChild child;
  std::string error;
  int status = 0;
  if (!child.Create([work] { return work->Prepare(); }, work->LooksAtLinks(),
                    &status, &error)) {
    if (!error.empty()) Note(place + error);
    board->status = status;
    board->failed = true;
    _exit(0);
  }
  board->program = child.pid();
  const std::string blind = WhyBlind(child.pid(), /*started=*/true);
  if (!blind.empty()) error = place + blind;
  if (!blind.empty() || !work->Begin(child.pid(), &error)) {
    Note(error);
    board->status = kLandshimFailed;
    board->failed = true;
    kill(child.pid(), SIGKILL);
    _exit(0);
  }
  const int listener = child.TakeListener();
  // With nobody to hold it, calls would fail the moment that the recorder ends.
  SendDescriptor(to_watcher, listener);
  close(to_watcher);
  LeaveTerminal("landshim-record");
  Observer observer(listener, child.pid(), work->witness());
  work->Watch(&observer);
  Children children(child.pid(), work, board, channel);
  child.Go();
  Watch(&observer, [&] {
    children.Reap();
    work->Save();
    Post(work->counts(), board);
  });
  children.ReapLast();
  work->End();
  Post(work->counts(), board);
  _exit(0);
}

// ---- The watcher ----

// The direct and indirect children of this process, all of them.
std::vector<pid_t> Descendants() {
  std::map<pid_t, pid_t> parents;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc", error)) {
    const pid_t pid = ParseNumber(entry.path().filename().native(), kMostPids);
    if (pid > 0) parents[pid] = ParseNumber(StatusOf(pid, "PPid"), kMostPids);
  }
  std::vector<pid_t> all = {getpid()};
  for (size_t i = 0; i < all.size(); ++i) {
    for (const auto& [pid, parent] : parents) {
      if (parent == all[i] && pid != all[i]) all.push_back(pid);
    }
  }
  all.erase(all.begin());
  return all;
}

// They must not limp on with calls that fail, or wait for ever for an answer
// that the recorder owed them.
void EndDescendants(bool tell) {
  while (true) {
    int status = 0;
    while (waitpid(-1, &status, WNOHANG) > 0) {
    }
    const std::vector<pid_t> left = Descendants();
    if (left.empty()) return;
    for (const pid_t process : left) {
      if (tell) Tell(process, kRecorderEnded);
      kill(process, SIGKILL);
    }
    tell = false;
    usleep(1000);
  }
}

// Waits until something was sent, or the sender has ended: the program that it
// began to start may hold its end open for ever.
bool IsSent(int channel, pid_t sender) {
  struct pollfd events[] = {{.fd = channel, .events = POLLIN},
                            {.fd = static_cast<int>(syscall(
                                 SYS_pidfd_open, static_cast<long>(sender), 0)),
                             .events = POLLIN}};
  while (poll(events, std::size(events), -1) < 0 && errno == EINTR) {
  }
  close(events[1].fd);
  return (events[0].revents & POLLIN) != 0;
}

[[noreturn]] void BeWatcher(Work* work, const std::string& place, Board* board,
                            int channel) {
  const pid_t front = getppid();
  // What a recorder that is ended leaves behind comes to this process.
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) _exit(1);
  const pid_t recorder = fork();
  if (recorder == 0) {
    close(ends[0]);
    BeRecorder(work, place, board, channel, ends[1]);
  }
  close(ends[1]);
  close(channel);
  LeaveTerminal("landshim-watch");
  int listener = -1;
  if (IsSent(ends[0], recorder)) ReceiveDescriptor(ends[0], &listener);
  int status = 0;
  while (recorder > 0 && waitpid(recorder, &status, 0) < 0 && errno == EINTR) {
  }
  if (recorder > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) _exit(0);
  if (WIFSIGNALED(status)) board->ended_by = WTERMSIG(status);
  work->Rescue();
  // The front, if it is there, says it to its user.
  EndDescendants(getppid() != front);
  _exit(1);
}

// ---- The front ----

std::atomic<const Board*> passed_on_to = nullptr;
std::atomic<int> last_signal = 0;

// What a terminal sends reaches the program by itself, which decides; what is
// sent to landshim alone is meant for the program.
void PassOn(int signal, siginfo_t* info, void* /*context*/) {
  const int error = errno;
  const Board* const board = passed_on_to;
  const pid_t program = board == nullptr ? 0 : board->program.load();
  last_signal = signal;
  if (program > 0 && info->si_code != SI_KERNEL) kill(program, signal);
  errno = error;
}

void HandleSignals() {
  struct sigaction action = {};
  action.sa_sigaction = PassOn;
  action.sa_flags = SA_RESTART | SA_SIGINFO;
  for (const int signal :
       {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2}) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
}

// The program stopped itself: so does landshim, for whoever waits for it.
void StopWith(pid_t program) {
  const std::string state = StatusOf(program, "State");
  if (!state.empty() && state.front() == 'T') raise(SIGSTOP);
}

class Front {
 public:
  Front(pid_t watcher, int channel, Board* board, const SessionOptions& options)
      : watcher_(watcher),
        channel_(channel),
        board_(board),
        options_(options) {}

  Ending Wait() {
    Ending ending;
    last_signal = 0;
    passed_on_to = board_;
    HandleSignals();
    ending.others_left = !WaitForEnd();
    if (options_.progress) options_.progress(Look(*board_));
    if (!ending.others_left) {
      int status = 0;
      while (waitpid(watcher_, &status, 0) < 0 && errno == EINTR) {
      }
      ending.recorder_ended = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    passed_on_to = nullptr;
    ending.failed = board_->failed;
    ending.counts = Look(*board_);
    ending.status = board_->status;
    ending.interrupted =
        last_signal != 0 && board_->status == kSignalled + last_signal;
    if (ending.recorder_ended) SayWhyItEnded(&ending);
    return ending;
  }

 private:
  // True: the recorder has ended. False: the program has, and something that it
  // started goes on.
  bool WaitForEnd() {
    constexpr int kOftenEnough = 200;  // ms
    constexpr int kPatience = 300;     // ms, for what is just ending too
    constexpr int kShortly = 10;       // ms
    int patience = kPatience;
    while (true) {
      const bool over = board_->status >= 0 && patience > 0;
      struct pollfd event = {.fd = channel_, .events = POLLIN};
      const int wait = over ? kShortly : options_.progress ? kOftenEnough : -1;
      const int ready = poll(&event, 1, wait);
      if (over) patience -= kShortly;
      if (over && patience <= 0) {
        if (!options_.wait_for_all) return false;
        if (options_.waiting) options_.waiting();
      }
      if (options_.progress) options_.progress(Look(*board_));
      if (ready <= 0) continue;
      char bytes[64];
      const ssize_t size = recv(channel_, bytes, sizeof(bytes), MSG_DONTWAIT);
      if (size == 0 || (size < 0 && errno == ECONNRESET)) return true;
      if (board_->status < 0) StopWith(board_->program);
    }
  }

  void SayWhyItEnded(Ending* ending) {
    if (board_->ended_by == SIGSYS) {
      Note(std::string(options_.command) +
           ": the recorder was ended by SIGSYS, for a system call that a "
           "seccomp filter forbids; learn outside of that filter");
    } else {
      WriteAll(STDERR_FILENO, kRecorderEnded);
    }
    if (board_->program == 0) {
      // Nothing was there to begin.
      ending->failed = true;
      ending->status = kLandshimFailed;
    }
    if (ending->status < 0) ending->status = kSignalled + SIGKILL;
  }

  pid_t watcher_;
  int channel_;
  Board* board_;
  const SessionOptions& options_;
};

}  // namespace

Ending RunSession(Work* work, const SessionOptions& options) {
  const std::string place = std::string(options.command) + ": ";
  const Ending refused = {.status = kLandshimFailed, .failed = true};
  const std::string why = WhyNoProc();
  if (!why.empty()) {
    Note(place + why);
    return refused;
  }
  void* const shared = mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int ends[2];
  if (shared == MAP_FAILED ||
      socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    Note(place + "it cannot begin: " + DescribeError(errno) +
         "; end other processes, or close descriptors");
    return refused;
  }
  Board* const board = new (shared) Board;
  fflush(nullptr);
  const pid_t watcher = fork();
  const int error = errno;
  if (watcher == 0) {
    close(ends[0]);
    BeWatcher(work, place, board, ends[1]);
  }
  close(ends[1]);
  if (watcher < 0) {
    close(ends[0]);
    Note(place + WhyNoProcess(error));
    return refused;
  }
  Ending ending = Front(watcher, ends[0], board, options).Wait();
  close(ends[0]);
  munmap(shared, sizeof(Board));
  return ending;
}

}  // namespace landshim
