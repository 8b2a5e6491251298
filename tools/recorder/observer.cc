#include "tools/recorder/observer.h"

#include <cerrno>
#include <optional>

#include "tools/recorder/abstract_sockets.h"
#include "tools/recorder/lookup.h"

namespace landshim {

namespace {

// Only links are remembered, and what lies on the way to them.
bool ChangesNames(Deed deed) {
  switch (deed) {
    case Deed::kMake:
    case Deed::kUnlink:
    case Deed::kRmdir:
    case Deed::kRename:
    case Deed::kLink:
    case Deed::kTopology:
      return true;
    default:
      return false;
  }
}

}  // namespace

Observer::Observer(int listener, pid_t first, Witness* witness, InFlight* calls)
    : listener_(listener, calls), watched_(first), witness_(witness) {
  watched_.other_roots = !HasSameRoot(Requester(first));
}

bool Observer::Serve() {
  Notification notification;
  if (!listener_.Wait(&notification)) return false;
  // Where more than one thread calls, others may wait, and must not do so where
  // signals can interrupt them.
  if (notification.thread != last_thread_) listener_.TakeIn();
  last_thread_ = notification.thread;
  Handle(notification);
  return true;
}

// A signal for, or a socket of, another of the watched programs needs nothing;
// and what a descriptor may do was decided when it was opened.
bool Observer::Concerns(const Attempt& attempt, const Requester& requester) {
  if (attempt.binds) {
    watched_.insiders.BindAbstract(attempt.name);
    return false;
  }
  switch (attempt.kind->deed) {
    case Deed::kScope:
      if (attempt.kind->operands == OperandKind::kName) {
        return !watched_.insiders.IsBoundAbstract(attempt.name) &&
               IsOfOthers(attempt.name, requester);
      }
      return !watched_.insiders.Are(attempt.target, requester.Process());
    case Deed::kTrace:
      return !watched_.insiders.Are(attempt.target, requester.Process());
    default:
      break;
  }
  if (!attempt.by_descriptor) return true;
  Looked looked;
  return LookAtDescriptor(requester, attempt.path.directory, &looked) == 0 &&
         !watched_.insiders.IsInherited(IdOf(looked.status));
}

// Nobody has such a socket, one of them, or somebody else.
bool Observer::IsOfOthers(const std::string& name,
                          const Requester& requester) const {
  const auto sockets = AbstractSockets(name, requester);
  return !sockets.has_value() ||
         (!sockets->empty() && !watched_.insiders.Hold(*sockets));
}

void Observer::Tell(const Attempt& attempt, const CallData& call,
                    const Requester& requester) {
  if (!Concerns(attempt, requester)) return;
  const Deed deed = attempt.kind->deed;
  if (deed == Deed::kExecute) return TellExec(attempt, call, requester);
  if (ChangesNames(deed)) watched_.lookups.Forget();
  witness_->OnAttempt(attempt, call, requester);
}

// Also what else it starts.
void Observer::TellExec(const Attempt& attempt, const CallData& call,
                        const Requester& requester) {
  Lookups* const lookups = watched_.other_roots ? nullptr : &watched_.lookups;
  Looked looked;
  const Chain& chain = interpreters_.Find(attempt, requester, lookups, &looked);
  witness_->OnAttempt(attempt, call, requester);
  for (const std::string& path : chain.paths) {
    witness_->OnAttempt(MakeAttempt("exec", {AT_FDCWD, path}), call, requester);
  }
  if (chain.unreadable) {
    decoded_.gap =
        "what it executes cannot be read, so its interpreter is not known";
  }
  if (chain.is_program) next_ = looked.path;
}

void Observer::Handle(const Notification& notification) {
  const CallData call = IdentifyCall(notification.data);
  const Requester& requester = requesters_.Of(notification.thread);
  if (call.call == Call::kOther) return listener_.Continue(notification);
  if (notification.thread == 0) {
    decoded_.Clear();
    decoded_.gap = "it is in a PID namespace that cannot be seen from here";
  } else {
    watched_.insiders.Saw(notification.thread);
    Decode(call, requester, &decoded_);
  }
  next_.clear();
  for (const Attempt& attempt : decoded_.attempts) {
    Tell(attempt, call, requester);
  }
  if (!decoded_.gap.empty()) witness_->OnGap(decoded_.gap, call, requester);
  witness_->OnDone(call, requester);
  watched_.other_roots |= decoded_.changes_view;
  watched_.other_users |= decoded_.changes_user;
  if (decoded_.mark) {
    witness_->OnMark();
    return listener_.Answer(notification, 0, 0);
  }
  if (decoded_.refusal != 0) {
    return listener_.Answer(notification, 0, decoded_.refusal);
  }
  if (call.call == Call::k_execve || call.call == Call::k_execveat) {
    requesters_.Execute(notification.thread, next_);
  }
  // Last: a program that can go on while this process still runs does so on
  // another CPU, where nothing of it is at hand.
  listener_.Continue(notification);
}

}  // namespace landshim
