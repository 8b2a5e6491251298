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
#include "shim/policy_files.h"
#include "shim/report.h"
#include "shim/sample.h"
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
[[noreturn]] void EndSaying(int channel, const char* place, ProblemKind kind,
                            long error) {
  Problem problem;
  problem.Set(Named(place), kind);
  Report(problem.With(ErrorText(error)));
  Tell(channel, LearnNews::kSaidWhy);
  sys::ExitGroup(kFailureStatus);
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

[[noreturn]] void BeRecorder(const Watcher& watcher, long listener) {
  const char* const arguments[] = {"landshim", "recorder", "--",
                                   watcher.recording, nullptr};
  // Returns only where that is no program. It gets no environment: it is not to
  // be recorded itself.
  const auto execute = [&arguments](std::string_view path) {
    return sys::Call(__NR_execve, sys::Address(path.data()),
                     sys::Address(arguments), sys::Address(arguments + 4));
  };
  const Environment environment = watcher.start.environment();
  // Neither of them is 0 now: P got a lower descriptor before. Where they
  // already are where they are to be, this fails and does no harm.
  sys::Call(__NR_dup3, listener, kListenerDescriptor, 0);
  sys::Call(__NR_dup3, watcher.channel, kChannelDescriptor, 0);
  const std::string_view named = environment.Find(kLandshimVariable);
  const char* place = kLandshimVariable;
  ProblemKind kind = ProblemKind::kLandshimFailed;
  long error = 0;
  if (named.data() != nullptr) {
    error = execute(named);
  } else {
    std::string_view directory = DirectoryOf(OwnName(watcher.start));
    execute(JoinPath(directory, "../bin/landshim"sv, &path_buffer));
    std::string_view path = environment.Find("PATH"sv);
    do {
      execute(JoinPath(directory, "landshim"sv, &path_buffer));
    } while (NextItem(&path, &directory));
    place = kLearnVariable;
    kind = ProblemKind::kNoLandshim;
  }
  EndSaying(watcher.channel, place, kind, error);
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
                recorder);
    }
    sys::Call(__NR_close_range, 0, kLastDescriptor, 0);
    sys::Call(__NR_wait4, recorder, 0, 0, 0);
  }
  sys::ExitGroup(0);
}

}  // namespace landshim
