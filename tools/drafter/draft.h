// Recordings in, a policy out: what `landshim draft` and `landshim learn
// --draft` do.
#ifndef LANDSHIM_TOOLS_DRAFTER_DRAFT_H_
#define LANDSHIM_TOOLS_DRAFTER_DRAFT_H_

#include <string>
#include <vector>

namespace landshim {

struct DraftRequest {
  std::vector<std::string> recordings;  // files; "-" is standard input
  // The policy's file: replaced as a whole, and only by a proven draft. Empty:
  // none is written; DraftReport::text has it.
  std::string output;
  std::string abi;          // "4..11" or "4"; empty: as the recordings say
  bool keep_files = false;  // name files that were read, never their directory
  std::string merge;        // a policy to be completed; empty: a new one
  // Dangerous places to grant if need be: "~", "/etc", "unscope signal".
  std::vector<std::string> allow_broad;
};

// All lists are sorted or in the order of the policy, and each entry is one
// line without "landshim: " in front and without a newline.
struct DraftReport {
  std::string text;                 // the policy
  std::vector<std::string> allows;  // its statements: "read /srv/data"
  // What a user may not have expected: writing to HOME, the network, secrets.
  std::vector<std::string> surprises;
  std::vector<std::string> findings;  // what was granted otherwise, and why
  std::vector<std::string> price;     // what is granted beyond what was seen
  std::vector<std::string> gaps;      // what could not be seen
};

// Drafts a policy and proves that it allows all that was recorded. The same
// recordings, whatever their order, give the same text. False: nothing was
// written, *error is the line to be shown, without "landshim: " in front, and
// *report holds what was found until then.
bool RunDraft(const DraftRequest& request, DraftReport* report,
              std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_DRAFT_H_
