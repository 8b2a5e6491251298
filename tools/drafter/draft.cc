#include "tools/drafter/draft.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "tools/checker/checked_policy.h"
#include "tools/checker/machine.h"
#include "tools/drafter/draft_runs.h"
#include "tools/drafter/risks.h"
#include "tools/drafter/user_homes.h"
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

void AddKept(const DraftRequest& request, DraftContext* context) {
  const auto keep = [context](const std::string& path, const char* what,
                              bool may_be_missing = false) {
    context->kept.push_back({path, what, may_be_missing});
  };
  if (!request.output.empty()) {
    keep(Absolute(request.output), "the policy itself");
  }
  if (!request.merge.empty() && request.merge != "-") {
    keep(Absolute(request.merge), "the policy itself");
  }
  const Machine machine = DescribeMachine({environ});
  keep("/etc/landshim", "which holds policies", true);
  if (!machine.config_home.empty()) {
    keep(machine.config_home + "/landshim", "which holds policies", true);
  }
  for (const std::string& file : machine.shim_files) {
    keep(file, "of which landshim consists");
  }
}

std::vector<std::string> HomesOfMachine() {
  std::ifstream file("/etc/passwd");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return HomesInPasswd(text);
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
  context.homes = HomesOfMachine();
  AddKept(request, &context);
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
