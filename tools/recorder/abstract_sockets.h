// Abstract unix sockets of the network namespace that a program is in.
#ifndef LANDSHIM_TOOLS_RECORDER_ABSTRACT_SOCKETS_H_
#define LANDSHIM_TOOLS_RECORDER_ABSTRACT_SOCKETS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "tools/recorder/requester.h"

namespace landshim {

// The inodes of the sockets that have the name (without its first NUL): those
// that are bound to it, and what they accepted. Nothing where it cannot be
// found out. Source: net/unix/af_unix.c, unix_seq_show().
std::optional<std::vector<ino_t>> AbstractSockets(const std::string& name,
                                                  const Requester& requester);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_ABSTRACT_SOCKETS_H_
