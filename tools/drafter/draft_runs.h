// Drafting as such: recorded runs and a file system in, a proven text out.
#ifndef LANDSHIM_TOOLS_DRAFTER_DRAFT_RUNS_H_
#define LANDSHIM_TOOLS_DRAFTER_DRAFT_RUNS_H_

#include <string>
#include <vector>

#include "policy/filesystem.h"
#include "policy/statements.h"
#include "tools/drafter/draft.h"
#include "tools/drafter/price.h"
#include "tools/recording/fact.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

// What drafting knows of the machine, besides its files.
struct DraftContext {
  Filesystem* filesystem = nullptr;
  DangerSetting dangers;  // of the machine, without its files
  std::string directory;  // the working directory
  TreeCounter count;      // null: no price is asked for
  // Of the policy that is completed, where there is one.
  std::string merge_text;
  FileReader reader;
  // NAME=value, for variables that the recordings do not have.
  std::vector<std::string> environment;
};

// As RunDraft(), without any file of its own.
bool DraftRuns(const std::vector<RecordedRun>& runs,
               const DraftRequest& request, const DraftContext& context,
               DraftReport* report, std::string* error);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_DRAFT_RUNS_H_
