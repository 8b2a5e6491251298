// The listener's end of a seccomp filter (seccomp_unotify(2)).
#ifndef LANDSHIM_TOOLS_RECORDER_LISTENER_H_
#define LANDSHIM_TOOLS_RECORDER_LISTENER_H_

#include <linux/seccomp.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "tools/recorder/in_flight.h"

namespace landshim {

// A call that waits for its answer.
struct Notification {
  uint64_t id = 0;
  // The calling thread in this process's PID namespace; 0: it has no number
  // there.
  int thread = 0;
  struct seccomp_data data = {};
  size_t place = 0;  // in InFlight::waiting
};

class Listener {
 public:
  // Takes over the descriptor. `calls`: all zero, and lives as long; null: none
  // but this process needs it.
  explicit Listener(int fd, InFlight* calls = nullptr);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int fd() const { return fd_; }

  // Waits for a call, unless one was taken in already. False: a signal came
  // first, or nobody is left who could call. A kernel before 6.11 does not
  // notice the latter: then only a signal ends the waiting.
  bool Wait(Notification* notification);

  // Takes in all other calls that wait now: one that was taken in is not
  // interrupted by a signal any more (WAIT_KILLABLE_RECV).
  void TakeIn();

  // True if the last process with the filter is gone.
  bool IsOver() const;

  // The call goes on as if there were no filter.
  void Continue(const Notification& notification);

  // The call returns `value`, or -1 and `error`.
  void Answer(const Notification& notification, int64_t value, int error);

  // False: the caller was killed or interrupted meanwhile, and what was read
  // from it may be another's.
  bool IsWaiting(const Notification& notification) const;

 private:
  // False, and errno.
  bool Receive(Notification* notification);
  void Send(const Notification& notification, int64_t value, int error,
            uint32_t flags);

  int fd_;
  std::unique_ptr<InFlight> own_calls_;
  InFlight* calls_;
  // As large as this kernel's structure, which may be larger than ours.
  std::vector<char> response_;
  std::deque<Notification> waiting_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_LISTENER_H_
