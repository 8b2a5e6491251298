// What a call of a recorded program tries to do, in the terms of
// policy/operation, before it is known what its paths lead to.
#ifndef LANDSHIM_TOOLS_RECORDER_ATTEMPT_H_
#define LANDSHIM_TOOLS_RECORDER_ATTEMPT_H_

#include <fcntl.h>
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "policy/operation.h"
#include "tools/filesystem/process_filesystem.h"

namespace landshim {

// Why nothing is known of where its paths lead (ProcessFilesystem::is_blind).
inline constexpr char kCannotLook[] =
    "its root, directory or descriptors cannot be looked at";

// A path as a call names it.
struct CallPath {
  int directory = AT_FDCWD;
  // Empty: the directory descriptor itself (AT_EMPTY_PATH).
  std::string path;
};

struct Attempt {
  const OperationKind* kind = nullptr;
  OpenMode open;  // for the operation "open"
  CallPath path;
  CallPath new_path;
  // Of what has no path: an abstract socket, a message queue.
  std::string name;
  uint16_t port = 0;
  // It uses a descriptor that was opened before: the right was decided then.
  bool by_descriptor = false;
  // The name of the abstract socket becomes its own, which needs nothing.
  bool binds = false;
  // Whom a signal or ptrace(2) is for, as this process numbers it; negative or
  // 0 as for kill(2).
  pid_t target = 0;

  Operation ToOperation(ProcessFilesystem* files) const;
};

// `name` must be a row of OperationKinds().
Attempt MakeAttempt(std::string_view name, CallPath path = {},
                    CallPath new_path = {});

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_ATTEMPT_H_
