// The loop of a recorder.
#ifndef LANDSHIM_TOOLS_RECORDER_WATCH_H_
#define LANDSHIM_TOOLS_RECORDER_WATCH_H_

#include <sys/types.h>

#include <functional>
#include <string_view>

#include "tools/recorder/observer.h"

namespace landshim {

// Serves until the last process with the filter is gone. `look_around` is
// called whenever a child of this process changes its state, and some times a
// second while there is something to do.
void Watch(Observer* observer, const std::function<void()>& look_around);

// From now on only SIGKILL ends this process: whoever ends all processes of a
// service or session means the program, which decides. Nor is this one stopped
// for writing to a terminal.
void IgnoreSignals();

// What those who are ended are told, with its newline.
inline constexpr char kRecorderEnded[] =
    "landshim: learn: the recorder was ended, and the program with it; what "
    "was recorded is good: see why (memory?), and learn again\n";

// Writes on the descriptor 2 of a process, if it is open for writing there and
// that is possible at once.
void Tell(pid_t process, std::string_view text);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_WATCH_H_
