// ENOENT is no failure anywhere here: the caller is gone.
#include "tools/recorder/listener.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace landshim {
namespace {

// Younger than the headers of the oldest system that builds this: Linux 6.6.
constexpr unsigned long kSetFlags = SECCOMP_IOW(4, uint64_t);
constexpr unsigned long kSyncWakeUp = 1;

}  // namespace

Listener::Listener(int fd, InFlight* calls) : fd_(fd), calls_(calls) {
  if (calls_ == nullptr) {
    own_calls_ = std::make_unique<InFlight>();
    calls_ = own_calls_.get();
  }
  struct seccomp_notif_sizes sizes = {};
  syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes);
  response_.resize(std::max<size_t>(sizes.seccomp_notif_resp,
                                    sizeof(struct seccomp_notif_resp)));
  // By value, whatever the number's coding says. Where it is refused, each
  // call takes some microseconds more.
  ioctl(fd_, kSetFlags, kSyncWakeUp);
}

Listener::~Listener() { close(fd_); }

bool Listener::Receive(Notification* notification) {
  memset(calls_->room, 0, sizeof(calls_->room));
  if (ioctl(fd_, SECCOMP_IOCTL_NOTIF_RECV, &calls_->request) != 0) return false;
  *notification = {calls_->request.id, static_cast<int>(calls_->request.pid),
                   calls_->request.data};
  // TakeIn() leaves a place.
  while (calls_->waiting[notification->place] != 0) ++notification->place;
  // Taken, even by one that cannot be named.
  calls_->waiting[notification->place] =
      notification->thread == 0 ? -1 : notification->thread;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  calls_->request.pid = 0;
  return true;
}

bool Listener::Wait(Notification* notification) {
  if (waiting_.empty()) return Receive(notification);
  *notification = waiting_.front();
  waiting_.pop_front();
  return true;
}

void Listener::TakeIn() {
  struct pollfd event = {.fd = fd_, .events = POLLIN};
  // All but the one that is being answered are in `waiting_`.
  while (waiting_.size() + 1 < InFlight::kPlaces && poll(&event, 1, 0) > 0 &&
         (event.revents & POLLIN) != 0) {
    Notification notification;
    // The caller may have been killed between the two calls.
    if (!Receive(&notification)) return;
    waiting_.push_back(notification);
  }
}

bool Listener::IsOver() const {
  if (!waiting_.empty()) return false;
  struct pollfd event = {.fd = fd_, .events = POLLIN};
  return poll(&event, 1, 0) > 0 && (event.revents & POLLIN) == 0;
}

void Listener::Continue(const Notification& notification) {
  Send(notification, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
}

void Listener::Answer(const Notification& notification, int64_t value,
                      int error) {
  Send(notification, error == 0 ? value : 0, error == 0 ? 0 : -error, 0);
}

bool Listener::IsWaiting(const Notification& notification) const {
  uint64_t id = notification.id;
  return ioctl(fd_, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

void Listener::Send(const Notification& notification, int64_t value, int error,
                    uint32_t flags) {
  struct seccomp_notif_resp answer = {
      .id = notification.id, .val = value, .error = error, .flags = flags};
  memcpy(response_.data(), &answer, sizeof(answer));
  while (ioctl(fd_, SECCOMP_IOCTL_NOTIF_SEND, response_.data()) != 0 &&
         errno == EINTR) {
  }
  calls_->waiting[notification.place] = 0;
}

}  // namespace landshim
