// A copy of the program's process as it was before it began; it keeps nothing
// that the program could miss or notice.
#include "shim/watcher.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>

#include "policy/lexer.h"
#include "policy/reader.h"
#include "policy/text.h"
#include "shim/find_policy.h"
#include "shim/learn_start.h"
#include "shim/ownership.h"
#include "shim/policy_files.h"
#include "shim/report.h"
#include "shim/syscalls.h"
#include "shim/system_wide.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr long kLastDescriptor = 0xffffffff;

WordBuffer path_buffer;

void Tell(int channel, LearnNews news) {
  sys::Write(channel, &news, sizeof(news));
}

// In this order: the program ends when it is told.
[[noreturn]] void EndSaying(int channel, const Problem& problem) {
  Report(problem);
  Tell(channel, LearnNews::kSaidWhy);
  sys::ExitGroup(kFailureStatus);
}

[[noreturn]] void EndSaying(int channel, std::string_view place,
                            ProblemKind kind, Argument argument) {
  Problem problem;
  problem.Set(Named(place), kind);
  EndSaying(channel, problem.With(argument));
}

// Without sharing them, descriptors can be closed.
void Unshare(int channel) {
  constexpr long kUnshare = 2;  // CLOSE_RANGE_UNSHARE, Linux 5.9
  const long error =
      sys::Call(__NR_close_range, kLastDescriptor, kLastDescriptor, kUnshare);
  Tell(channel, error == 0 ? LearnNews::kUnshared : LearnNews::kNone);
  if (error != 0) sys::ExitGroup(0);
}

// Neither keys of the terminal nor those who end all processes of a service end
// these two: they end after the program.
void LeaveProgram() {
  constexpr uint64_t kAll = ~uint64_t{0};
  constexpr long kSetMask = 2;  // SIG_SETMASK
  sys::Call(__NR_setsid);
  sys::Prctl(PR_SET_NAME, sys::Address("landshim-watch"));
  sys::Call(__NR_rt_sigprocmask, kSetMask, sys::Address(&kAll), 0,
            sizeof(kAll));
}

// What records is not to be the program's own, or another user's.
void RefuseOthers(int channel, std::string_view path) {
  Weakness weakness;
  if (!FindWeakness(path, Trusted::kRootAndUser, &weakness)) return;
  Problem problem;
  problem.Set(Named(path), ProblemKind::kOthersDecide);
  EndSaying(channel, problem.With(weakness.path)
                         .With(static_cast<int>(weakness.owner))
                         .With(weakness.mode));
}

// The command's path, with a NUL behind it. Never one from PATH: a program
// could have put its own there.
std::string_view FindLandshim(const Watcher& watcher) {
  const std::string_view named =
      watcher.start.environment().Find(kLandshimVariable);
  if (named.data() != nullptr) {
    if (!named.starts_with('/')) {
      EndSaying(watcher.channel, kLandshimVariable,
                ProblemKind::kLandshimRelative, named);
    }
    return named;
  }
  const std::string_view own = OwnName(watcher.start);
  const std::string_view directory = DirectoryOf(own);
  for (const std::string_view name : {"landshim"sv, "../bin/landshim"sv}) {
    struct stat status;
    const std::string_view path = JoinPath(directory, name, &path_buffer);
    if (!directory.empty() && path.data() != nullptr &&
        sys::StatAt(AT_FDCWD, path_buffer, &status) == 0) {
      return path;
    }
  }
  EndSaying(watcher.channel, kLearnVariable, ProblemKind::kNoLandshim, {});
}

[[noreturn]] void BeRecorder(const Watcher& watcher, long listener) {
  const char* const arguments[] = {"landshim", "recorder", "--",
                                   watcher.recording, nullptr};
  // Neither of them is 0 now: P got a lower descriptor before. Where they
  // already are where they are to be, this fails and does no harm.
  sys::Call(__NR_dup3, listener, kListenerDescriptor, 0);
  sys::Call(__NR_dup3, watcher.channel, kChannelDescriptor, 0);
  const std::string_view path = FindLandshim(watcher);
  RefuseOthers(watcher.channel, path);
  // Returns only where that is no program. It gets no environment: it is not to
  // be recorded itself.
  const long error =
      sys::Call(__NR_execve, sys::Address(path.data()), sys::Address(arguments),
                sys::Address(arguments + 4));
  const bool is_named = path.data() != path_buffer;
  EndSaying(watcher.channel, is_named ? kLandshimVariable : path,
            ProblemKind::kLandshimFailed, ErrorText(error));
}

}  // namespace

void BeWatcher(const Watcher& watcher) {
  constexpr long kSigchld = 17;
  long listener = -1;
  sys::Read(watcher.channel, &listener, sizeof(listener));
  if (listener >= 0) {
    Unshare(watcher.channel);
    LeaveProgram();
    const long recorder = sys::Call(__NR_clone, kSigchld, 0, 0, 0, 0);
    if (recorder == 0) BeRecorder(watcher, listener);
    if (recorder < 0) {
      EndSaying(watcher.channel, kLearnVariable, ProblemKind::kLearnFailed,
                ErrorText(recorder));
    }
    sys::Call(__NR_close_range, 0, kLastDescriptor, 0);
    sys::Call(__NR_wait4, recorder, 0, 0, 0);
  }
  sys::ExitGroup(0);
}

}  // namespace landshim
