// Watches one program and all that it starts: takes their calls from the
// listener, understands them, tells a witness, and lets them go on.
#ifndef LANDSHIM_TOOLS_RECORDER_OBSERVER_H_
#define LANDSHIM_TOOLS_RECORDER_OBSERVER_H_

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tools/recorder/attempt.h"
#include "tools/recorder/call.h"
#include "tools/recorder/decode.h"
#include "tools/recorder/insiders.h"
#include "tools/recorder/interpreters.h"
#include "tools/recorder/listener.h"
#include "tools/recorder/lookup.h"
#include "tools/recorder/requester.h"

namespace landshim {

// Is told while the call waits. Nothing that it does may need the program to go
// on.
class Witness {
 public:
  Witness() = default;
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  virtual ~Witness() = default;

  // One thing that `call` tries. Each file that an exec starts is one of its
  // own: the program, then its interpreters.
  virtual void OnAttempt(const Attempt& attempt, const CallData& call,
                         const Requester& requester) = 0;

  // Something of it could not be understood.
  virtual void OnGap(const std::string& why, const CallData& call,
                     const Requester& requester) = 0;

  // The program has come to where the policy would be enforced.
  virtual void OnMark() = 0;

  // All was told about `call`, which goes on now.
  virtual void OnDone(const CallData& call, const Requester& requester) = 0;
};

// What was found out about the programs so far, for those who look at them.
struct Watched {
  explicit Watched(pid_t first) : insiders(first) {}

  Insiders insiders;
  Lookups lookups;
  // Some may have another root or mount namespace than this process.
  bool other_roots = false;
  // Some may have another user or other capabilities than this process.
  bool other_users = false;
};

class Observer {
 public:
  // Takes over the listener. `first` is the process that was started. `calls`:
  // as for Listener.
  Observer(int listener, pid_t first, Witness* witness,
           InFlight* calls = nullptr);

  Watched* watched() { return &watched_; }

  // Answers one call, for which it waits. False: see Listener::Wait().
  bool Serve();

  bool IsOver() const { return listener_.IsOver(); }

 private:
  void Handle(const Notification& notification);
  void Tell(const Attempt& attempt, const CallData& call,
            const Requester& requester);
  void TellExec(const Attempt& attempt, const CallData& call,
                const Requester& requester);
  bool Concerns(const Attempt& attempt, const Requester& requester);
  bool IsOfOthers(const std::string& name, const Requester& requester) const;

  Listener listener_;
  Watched watched_;
  InterpreterFinder interpreters_;
  Requesters requesters_;
  Witness* witness_;
  // Of the call that is being answered:
  Decoded decoded_;
  std::string next_;     // the program that it executes
  int last_thread_ = 0;  // that called
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_OBSERVER_H_
