// Reads recordings from files.
#ifndef LANDSHIM_TOOLS_RECORDING_READ_RECORDING_H_
#define LANDSHIM_TOOLS_RECORDING_READ_RECORDING_H_

#include <string>
#include <string_view>
#include <vector>

#include "tools/recording/fact.h"

namespace landshim {

// Adds the runs of one recording to *runs. `name` is what messages call it. A
// last line that was cut off, as by a full disk or a killed recorder, is a gap
// of its run; any other mistake is an error. False: *error is the line to be
// shown, without "landshim: " in front.
bool ReadRuns(std::string_view name, std::string_view text,
              std::vector<RecordedRun>* runs, std::string* error);

// The same for a file; "-" is standard input.
bool ReadRecording(const std::string& path, std::vector<RecordedRun>* runs,
                   std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDING_READ_RECORDING_H_
