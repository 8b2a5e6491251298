// What a recorder is busy with, in memory that whoever watches it may share:
// should the recorder be ended, the watcher finds those who wait for it.
#ifndef LANDSHIM_TOOLS_RECORDER_IN_FLIGHT_H_
#define LANDSHIM_TOOLS_RECORDER_IN_FLIGHT_H_

#include <linux/seccomp.h>

#include <cstddef>
#include <cstdint>

namespace landshim {

// All zero at the beginning. Threads are numbers of the recorder's PID
// namespace; 0: none.
struct InFlight {
  // More than any kernel's struct seccomp_notif takes.
  static constexpr size_t kRoom = 512;
  static constexpr size_t kPlaces = 896;

  // The kernel writes a call here. Its pid is 0 again when the thread has got a
  // place below, so that one of the two always names it.
  union {
    seccomp_notif request;
    unsigned char room[kRoom];
  };
  // Whose calls were received and have got no answer yet; -1: it has no number.
  volatile int32_t waiting[kPlaces];
};

// Kills all who wait in `calls`, and who calls later, until nobody with the
// filter is left. Each tells the first of them, on its descriptor 2, why.
void EndRequesters(int listener, InFlight* calls);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_IN_FLIGHT_H_
