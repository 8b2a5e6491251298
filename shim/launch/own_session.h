// `run --new-session`: a program that no terminal controls, and that controls
// none.
#ifndef LANDSHIM_SHIM_LAUNCH_OWN_SESSION_H_
#define LANDSHIM_SHIM_LAUNCH_OWN_SESSION_H_

namespace landshim {

// Makes the calling process the leader of a session without a terminal; 0, or
// -errno. A leader of a process group cannot become that (setsid(2)): then
// returns in a child, while the process itself waits, with all descriptors
// closed, passes signals on to the child and ends as that ends. A child whose
// parent is killed is killed as well. Not with threads.
long LeadOwnSession();

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_OWN_SESSION_H_
