// One recorded run of a program.
#ifndef LANDSHIM_TOOLS_LEARN_RECORDING_RUN_H_
#define LANDSHIM_TOOLS_LEARN_RECORDING_RUN_H_

#include <string>
#include <vector>

#include "tools/recorder/recording_file.h"
#include "tools/recorder/session.h"

namespace landshim {

// Runs `program` (its name or path, and its arguments) and appends what it does
// to `file`. Ending::failed: landshim said why itself, as `landshim run` would,
// and nothing was appended.
Ending RunRecorded(const std::vector<std::string>& program, RecordingFile* file,
                   const SessionOptions& options);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_LEARN_RECORDING_RUN_H_
