// For tests of drafting: runs that are told operation by operation, over files
// in memory.
#ifndef LANDSHIM_TOOLS_DRAFTER_DRAFT_WORLD_H_
#define LANDSHIM_TOOLS_DRAFTER_DRAFT_WORLD_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/fake_filesystem.h"
#include "tools/drafter/draft_runs.h"
#include "tools/recording/fact.h"

namespace landshim::testing {

// Holds /home/ann, /srv/work and the directories of <base>'s and <libs>'
// files. HOME is /home/ann, the working directory is /srv/work.
class DraftWorld {
 public:
  DraftWorld();

  // The files as they are when the draft is made.
  FakeFilesystem& files() { return files_; }
  DraftRequest& request() { return request_; }
  DraftContext& context() { return context_; }
  RunStart& start() { return runs_.back().start; }
  std::vector<RecordedRun>& runs() { return runs_; }

  // Begins another run.
  DraftWorld& Run();

  // By whom it is from now on: a path.
  DraftWorld& By(const std::string& program);

  // "read /srv/a", as `check --may` reads it: of what is in files(), or of the
  // kinds that are named.
  DraftWorld& Did(const std::string& operation,
                  std::optional<FileKind> kind = {},
                  std::optional<FileKind> new_kind = {});
  // The file is made by it: there was nothing.
  DraftWorld& Made(const std::string& operation);
  // The same without an effect: it failed.
  DraftWorld& Failed(const std::string& operation, int error);
  // The last operation, in /proc/self, was of another process.
  DraftWorld& InChild();

  // The last operation was by a descriptor that the program was started with.
  DraftWorld& Inherited();

  // The statements of the draft, but for include; fails the test if there is
  // none.
  std::vector<std::string> Statements();

  // The whole text; the same.
  std::string Text();

  // The line about why there is no draft; empty if there is one.
  std::string Error();

  // Of the last draft.
  const DraftReport& report() const { return report_; }

 private:
  FileKind KindAt(const std::string& path);
  Fact FactOf(const std::string& text);

  FakeFilesystem files_;
  DraftRequest request_;
  DraftContext context_;
  std::vector<RecordedRun> runs_;
  std::string program_ = "/usr/bin/app";
  DraftReport report_;
};

}  // namespace landshim::testing

#endif  // LANDSHIM_TOOLS_DRAFTER_DRAFT_WORLD_H_
