#include "tools/drafter/draft.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "tools/checker/checked_policy.h"
#include "tools/checker/machine.h"
#include "tools/checker/machine_dangers.h"
#include "tools/drafter/draft_runs.h"
#include "tools/drafter/risks.h"
#include "tools/filesystem/real_filesystem.h"
#include "tools/message.h"
#include "tools/read_file.h"
#include "tools/recording/read_recording.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

std::string Absolute(const std::string& path) {
  std::error_code error;
  const std::string absolute = std::filesystem::absolute(path, error).string();
  return error ? path : absolute;
}

constexpr size_t kMostInTree = 20000;
constexpr size_t kMostInAll = 100000;

// Counts trees until it has looked at enough in all.
TreeCounter BoundedCounter() {
  return [left = kMostInAll](const std::string& directory) mutable {
    const TreeSize size = CountTree(directory, std::min(left, kMostInTree));
    left -= std::min(left, size.files + size.directories);
    return size;
  };
}

// What is dangerous on this machine, and the policies at hand.
void AddDangers(const DraftRequest& request, DraftContext* context) {
  const Machine machine = DescribeMachine({environ});
  context->dangers = DangersHere(machine);
  context->directory = machine.working_directory;
  for (const std::string& policy : {request.output, request.merge}) {
    if (policy.empty() || policy == "-") continue;
    context->dangers.bound.push_back({Absolute(policy), "the policy itself"});
  }
}

}  // namespace

bool RunDraft(const DraftRequest& request, DraftReport* report,
              std::string* error) {
  std::string why = request.output.empty()
                        ? ""
                        : WhyNotWritable(request.output, Streams::kTake);
  if (!why.empty()) {
    *error = Escape(request.output) + ": " + why;
    return false;
  }
  std::vector<RecordedRun> runs;
  for (const std::string& recording : request.recordings) {
    if (!ReadRecording(recording, &runs, error)) return false;
  }
  RealFilesystem filesystem;
  DraftContext context = {.filesystem = &filesystem, .reader = ReadPolicyFile};
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    context.environment.emplace_back(*entry);
  }
  AddDangers(request, &context);
  context.count = BoundedCounter();
  struct stat before = {};
  if (!request.merge.empty() &&
      !ReadText(request.merge, &context.merge_text, &before, error)) {
    return false;
  }
  if (!DraftRuns(runs, request, context, report, error)) return false;
  const std::vector<std::string> risks =
      RisksOf(request.output.empty() ? "draft" : request.output, report->text,
              {environ}, &filesystem);
  report->surprises.insert(report->surprises.end(), risks.begin(), risks.end());
  if (request.output.empty()) return true;
  if (WriteFile(request.output, report->text, {}, &why)) return true;
  *error = Escape(request.output) + ": " + why;
  return false;
}

}  // namespace landshim
