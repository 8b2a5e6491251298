// The process between a program that is recorded and `landshim recorder`.
#ifndef LANDSHIM_SHIM_WATCHER_H_
#define LANDSHIM_SHIM_WATCHER_H_

#include "shim/process_start.h"

namespace landshim {

struct Watcher {
  const ProcessStart& start;
  const char* recording;  // the file, NUL-terminated
  int channel = -1;       // through which the listener's number comes
};

// Starts `landshim recorder` and waits for its end. Async-signal-safe.
[[noreturn]] void BeWatcher(const Watcher& watcher);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_WATCHER_H_
