// Errors that policy/requirement does not know of: they come behind Landlock's
// check, so that granting would change nothing but the error.
#ifndef LANDSHIM_TOOLS_RECORDER_LATER_ERROR_H_
#define LANDSHIM_TOOLS_RECORDER_LATER_ERROR_H_

#include <string>

#include "policy/operation.h"
#include "tools/recorder/requester.h"

namespace landshim {

// errno with which `operation` on `path` will fail where Landlock allows it; 0:
// none that is known. ENOTEMPTY: a directory with entries is removed. ENXIO:
// /dev/tty without a controlling terminal.
int LaterError(const OperationKind& operation, const std::string& path,
               const Requester& requester);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_LATER_ERROR_H_
