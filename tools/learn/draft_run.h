// What follows a recording for those who want a policy at once: the draft, one
// run under it, and what there is to know about both.
#ifndef LANDSHIM_TOOLS_LEARN_DRAFT_RUN_H_
#define LANDSHIM_TOOLS_LEARN_DRAFT_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

namespace landshim {

struct DraftRun {
  std::string recording;
  std::string policy;                    // the file to be written
  std::vector<std::string> allow_broad;  // as of `landshim draft`
  bool verify = false;
  std::vector<std::string> program;  // its name or path, and its arguments
  int status = 0;                    // with which it ended when it was recorded
  uint64_t recorded = 0;             // how many things it was seen to do
  uint64_t gaps = 0;                 // and could not be seen to do
};

// Why no draft could be written to `policy`, before anything is run: "PLACE:
// WHAT; CURE". Empty: nothing is known to be in the way.
std::string WhyNoDraftAt(const std::string& policy);

// Drafts `policy` from the recording; with `verify` runs the program once more
// under it, enforced and watched, and compares. Says on descriptor 2 what is
// allowed, what may surprise, and how to start the program. Returns the
// program's status, or kLandshimFailed where no draft was written, or it did
// not stand the test, or the test proved nothing; why has been said.
int DraftAndVerify(const DraftRun& run);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_LEARN_DRAFT_RUN_H_
