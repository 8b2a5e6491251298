// Files that are run: whoever can change them is not held by the sandbox the
// next time that somebody starts them outside of one.
#ifndef LANDSHIM_TOOLS_DRAFTER_CODE_H_
#define LANDSHIM_TOOLS_DRAFTER_CODE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "tools/drafter/plan.h"
#include "tools/drafter/recorded.h"
#include "tools/recording/fact.h"

namespace landshim {

// What a file was to a run; the first one counts.
enum class CodeUse : uint8_t {
  kStarted,   // the program itself, its script or interpreter
  kExecuted,  // by the program
  kLoaded,    // a library
};

using CodeFiles = std::map<std::string, CodeUse>;

// Those that were there before the program ran: what it makes is its own, but
// for what a user started.
CodeFiles CodeOf(const std::vector<RecordedRun>& runs, const Recorded& recorded,
                 Filesystem* filesystem);

// A line for each use of the files that a rule lets the program change, in the
// order of the rules.
std::vector<std::string> CodeInReach(const DraftPlan& plan,
                                     const CodeFiles& code);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_CODE_H_
