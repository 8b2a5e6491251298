// A recording as text: JSON lines (docs/recording-format.md). Any byte of a
// path survives.
#ifndef LANDSHIM_TOOLS_RECORDING_LINES_H_
#define LANDSHIM_TOOLS_RECORDING_LINES_H_

#include <string>
#include <string_view>
#include <variant>

#include "tools/recording/fact.h"

namespace landshim {

// The version of the format, in each run's first line.
inline constexpr int kRecordingVersion = 1;

// The end of a run.
struct RunEnd {
  int status = 0;  // as RecordedRun::status

  bool operator==(const RunEnd&) const = default;
};

// Here the policy would be enforced. Without it a program had no shim, and all
// that it did counts, but for executing it.
struct RunMark {
  bool operator==(const RunMark&) const = default;
};

// Each is one line, with its newline.
std::string ToLine(const RunStart& start);
std::string ToLine(const Fact& fact);
std::string ToLine(const Gap& gap);
std::string ToLine(const RunMark& mark);
std::string ToLine(const RunEnd& end);

// A line of a later version that adds a kind of line is passed over.
struct Unknown {
  bool operator==(const Unknown&) const = default;
};

using Line = std::variant<RunStart, Fact, Gap, RunMark, RunEnd, Unknown>;

// Reads what ToLine() made, without the newline. False: *why says what is
// wrong, as "WHAT; CURE" without the place.
bool ParseLine(std::string_view text, Line* line, std::string* why);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDING_LINES_H_
