// Which environment variables are landshim's.
#ifndef LANDSHIM_POLICY_OWN_VARIABLE_H_
#define LANDSHIM_POLICY_OWN_VARIABLE_H_

#include <string_view>

namespace landshim {

// True for LANDSHIM_POLICY and all that could be a misspelt one of its kind: a
// name that begins with LANDSHIM_. False for those that Kubernetes sets in
// every container for a Service called landshim or landshim-something, such as
// LANDSHIM_SERVICE_HOST, LANDSHIM_PORT_80_TCP and LANDSHIM_POLICY_PORT
// (kubelet's envvars.go). Async-signal-safe.
bool IsOwnVariable(std::string_view name);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_OWN_VARIABLE_H_
