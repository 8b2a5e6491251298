// How many threads the process has, asked without /proc where need be.
#ifndef LANDSHIM_SHIM_THREADS_H_
#define LANDSHIM_SHIM_THREADS_H_

namespace landshim {

// The number of threads: at least 2 where only "more than one" is known, 0
// where nothing answers. Works inside an outer Landlock layer and without
// /proc. Async-signal-safe.
int CountThreads();

}  // namespace landshim

#endif  // LANDSHIM_SHIM_THREADS_H_
