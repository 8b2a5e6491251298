// Runs a program that is watched: who is whose parent, and who waits for whom.
//
//   front (landshim)       waits, passes signals on, ends as the program ends
//     watcher              waits for the recorder, and ends the program and all
//                          that it left behind if the recorder is ended
//       recorder           answers; the parent of what the program leaves
//         program          executes what was asked for, beneath the filter
//
// Watcher and recorder are in process groups of their own, so that no key of
// the terminal stops them. In a session of their own they would be scheduled as
// a group of their own (autogroup, sched(7)), and the program would go on later
// after each call. A recorder that is no ancestor could not look into the
// program under Yama (Documentation/admin-guide/LSM/Yama.rst, ptrace_scope 1).
#ifndef LANDSHIM_TOOLS_RECORDER_SESSION_H_
#define LANDSHIM_TOOLS_RECORDER_SESSION_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tools/recorder/filtered_child.h"
#include "tools/recorder/observer.h"

namespace landshim {

// How much was seen so far.
struct Counts {
  uint64_t seen = 0;  // different things that the program did
  uint64_t gaps = 0;  // that could not be understood
  uint64_t lost = 0;  // that could not be written
  int error = 0;      // errno of the last of these
};

// What the recorder does.
class Work {
 public:
  Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  virtual ~Work() = default;

  // In the child that is to become the program, before the filter is there.
  // Returns what is to be executed, or ends the process.
  virtual Execution Prepare() = 0;

  // Whether reading links is watched, too (LANDSHIM_LOOKING_CALLS).
  virtual bool LooksAtLinks() const { return false; }

  // In the recorder, before the program goes on. False: *error is why it cannot
  // (as "PLACE: WHAT; CURE"), and the program ends before it began.
  virtual bool Begin(pid_t program, std::string* error) = 0;
  virtual Witness* witness() = 0;
  virtual void Watch(Observer* observer) = 0;

  virtual Counts counts() const = 0;

  // Is called some times a second. What was found so far is to last, whatever
  // happens to the recorder.
  virtual void Save() {}

  // In another process, after the recorder was ended.
  virtual void Rescue() {}

  // The program ended, and what it started may go on.
  virtual void OnProgramEnd(int status) = 0;

  // All of them ended.
  virtual void End() = 0;
};

struct Ending {
  // The program's exit status, or 128 + the signal that ended it; 125 where
  // landshim failed and said why.
  int status = 0;
  bool failed = false;
  // The program ended, and something that it started still goes on, watched.
  bool others_left = false;
  // The program was ended by a signal that came from the terminal or was passed
  // on.
  bool interrupted = false;
  // Everything was ended, because the recorder was.
  bool recorder_ended = false;
  Counts counts;
};

struct SessionOptions {
  const char* command = "learn";  // what messages begin with
  // Wait for all that the program started, not only for the program.
  bool wait_for_all = false;
  // Is told that the program has ended and the others are waited for.
  std::function<void()> waiting;
  // Is told how much was seen so far, some times a second.
  std::function<void(const Counts& counts)> progress;
};

// Nothing starts where WhyNoProc() or WhyBlind() has an answer.
Ending RunSession(Work* work, const SessionOptions& options);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_SESSION_H_
