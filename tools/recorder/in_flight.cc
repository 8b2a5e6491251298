#include "tools/recorder/in_flight.h"

#include <poll.h>
#include <sys/ioctl.h>

#include <csignal>
#include <cstring>

#include "tools/recorder/watch.h"

namespace landshim {
namespace {

class Ender {
 public:
  void End(int thread) {
    if (thread <= 0) return;
    if (!told_) Tell(thread, kRecorderEnded);
    told_ = true;
    // Also by the number of a thread it is the process that is killed.
    kill(thread, SIGKILL);
  }

 private:
  bool told_ = false;
};

}  // namespace

void EndRequesters(int listener, InFlight* calls) {
  Ender ender;
  for (const volatile int32_t& thread : calls->waiting) ender.End(thread);
  while (true) {
    ender.End(static_cast<int>(calls->request.pid));
    memset(calls->room, 0, sizeof(calls->room));
    struct pollfd event = {.fd = listener, .events = POLLIN, .revents = 0};
    if (poll(&event, 1, -1) < 0) continue;
    if ((event.revents & POLLIN) == 0) return;
    // Where it fails, the caller is gone, and there is no pid.
    ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &calls->request);
  }
}

}  // namespace landshim
