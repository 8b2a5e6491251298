// Ports that another run would not use again.
#ifndef LANDSHIM_TOOLS_DRAFTER_PORTS_H_
#define LANDSHIM_TOOLS_DRAFTER_PORTS_H_

#include "tools/drafter/plan.h"
#include "tools/drafter/recorded.h"

namespace landshim {

// Where the kernel takes free ports from, unless it is told otherwise
// (net.ipv4.ip_local_port_range).
inline constexpr uint16_t kFirstFreePort = 32768;
inline constexpr uint16_t kLastFreePort = 60999;

// Several such ports that differ between runs become all of them; findings say
// so, and name what else differs.
void SettlePorts(const Recorded& recorded, DraftPlan* plan);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_PORTS_H_
