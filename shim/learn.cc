// From the filter on, only what it lets pass is called: reading, writing,
// closing.
#include "shim/learn.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/sched.h>

#include "shim/install_filter.h"
#include "shim/learn_start.h"
#include "shim/report.h"
#include "shim/syscalls.h"
#include "shim/threads.h"
#include "shim/watcher.h"

namespace landshim {
namespace {

LearnNews ReadNews(int channel) {
  LearnNews news = LearnNews::kNone;
  sys::Read(channel, &news, sizeof(news));
  return news;
}

}  // namespace

void Learn(const ProcessStart& start, const Request& request) {
  constexpr long kUnix = 1;    // AF_UNIX
  constexpr long kStream = 1;  // SOCK_STREAM
  const Place place = Named(kLearnVariable);
  // They would not be under the filter.
  if (CountThreads() != 1) Fail(place, ProblemKind::kLearnThreads);
  Watcher watcher = {.start = start, .recording = request.learn.data()};
  int ends[2];
  long error =
      sys::Call(__NR_socketpair, kUnix, kStream, 0, sys::Address(ends));
  if (error == 0) {
    watcher.channel = ends[1];
    error = sys::Call(__NR_clone, CLONE_FILES, 0, 0, 0, 0);
    if (error == 0) BeWatcher(watcher);
  }
  if (error < 0) Fail(place, ProblemKind::kLearnFailed, ErrorText(error));
  long listener = InstallLearnFilter();
  sys::Write(ends[0], &listener, sizeof(listener));
  if (listener == -EBUSY) Fail(place, ProblemKind::kLearnBusy);
  if (listener >= 0 && ReadNews(ends[0]) != LearnNews::kUnshared) {
    listener = -ENOSYS;
  }
  if (listener < 0) {
    Fail(place, ProblemKind::kLearnRefused, ErrorText(listener));
  }
  sys::Close(static_cast<int>(listener));
  sys::Close(ends[1]);
  const LearnNews news = ReadNews(ends[0]);
  if (news == LearnNews::kSaidWhy) sys::ExitGroup(kFailureStatus);
  if (news != LearnNews::kReady) Fail(place, ProblemKind::kLearnSilent);
  sys::Close(ends[0]);
}

}  // namespace landshim
