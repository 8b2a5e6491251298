// From what a call tries to a fact of a recording: what its paths lead to, and
// whether it gets as far as Landlock.
#ifndef LANDSHIM_TOOLS_RECORDER_FACT_MAKER_H_
#define LANDSHIM_TOOLS_RECORDER_FACT_MAKER_H_

#include <string>

#include "tools/recorder/attempt.h"
#include "tools/recorder/observer.h"
#include "tools/recorder/requester.h"
#include "tools/recording/fact.h"

namespace landshim {

// What became of looking at an attempt.
enum class Outcome : uint8_t {
  kFact,     // *fact is filled, but for its actor
  kNothing,  // Landlock has no say in it
  kHidden,   // *why says why it cannot be known
};

// Looks at it as the requester would, at this moment.
Outcome MakeFact(const Attempt& attempt, const Requester& requester,
                 Watched* watched, Fact* fact, std::string* why);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_FACT_MAKER_H_
