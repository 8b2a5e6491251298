// LANDSHIM_LEARN=FILE: has the program recorded instead of sandboxed.
//
//   program (P)      installs the filter, waits for the recorder, goes on
//     watcher (W)    waits for R (shim/watcher.h)
//       landshim (R) `landshim recorder FILE`; its child records, and R ends
//       the
//                    program should that child be ended
//
// The program cannot send its listener away, as sending is among the calls that
// wait for an answer. W shares its descriptors, and makes them its own while P
// waits. As a child without an exit signal W is not seen by wait(2), which
// would hang; that takes that W never executes anything, and that it is there
// until R has ended: P may be the one to whom orphans come.
#ifndef LANDSHIM_SHIM_LEARN_H_
#define LANDSHIM_SHIM_LEARN_H_

#include "shim/find_policy.h"
#include "shim/process_start.h"

namespace landshim {

// When it returns, a recorder watches this process. Ends it with status 125
// where there can be none. Async-signal-safe.
void Learn(const ProcessStart& start, const Request& request);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LEARN_H_
