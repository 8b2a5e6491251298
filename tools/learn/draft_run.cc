#include "tools/learn/draft_run.h"

#include <unistd.h>

#include <string_view>

#include "tools/drafter/draft.h"
#include "tools/explainer/observed_run.h"
#include "tools/explainer/report.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/recorder/session.h"
#include "tools/system/dangerous_places.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

std::string RunLine(const DraftRun& run) {
  std::string line = "landshim run --policy " + ShellWord(run.policy) + " --";
  for (const std::string& word : run.program) line += ' ' + ShellWord(word);
  return line;
}

// Nothing where there is nothing to list.
void Append(const std::string& title, const std::vector<std::string>& lines,
            std::string* text) {
  if (lines.empty()) return;
  *text += title + ":\n";
  for (const std::string& line : lines) *text += "  " + Escape(line) + '\n';
}

std::string Describe(const DraftRun& run, const DraftReport& report) {
  std::string text;
  Append(Escape(run.policy) + " allows", report.allows, &text);
  Append("what may surprise you", report.surprises, &text);
  Append("what was decided for you", report.findings, &text);
  Append("more than was seen", report.price, &text);
  Append("what could not be seen, and may be missing", report.gaps, &text);
  return text;
}

int Fail(const DraftRun& run, const std::string& what) {
  return Complain(Escape(run.policy) + ": " + what);
}

// False: the draft does not stand it, and why has been said.
bool Verify(const DraftRun& run) {
  std::vector<std::string> arguments = {"--policy", run.policy, "--"};
  arguments.insert(arguments.end(), run.program.begin(), run.program.end());
  Explanation found;
  const Ending ending = RunObserved(arguments, {.wait_for_all = true}, &found);
  if (ending.failed || ending.recorder_ended) return false;
  if (!found.denials.empty()) {
    WriteAll(STDERR_FILENO, TextOf(found, run.program[0], ending.status));
    Fail(run,
         "when the program ran under it, this was denied; learn again "
         "with more --runs, or add the statements (landshim explain "
         "--amend)");
    return false;
  }
  if (ending.status != run.status) {
    Fail(run, "under it the program ended with status " +
                  std::to_string(ending.status) + ", and with " +
                  std::to_string(run.status) +
                  " before, though nothing was denied; see whether it ends "
                  "alike without landshim");
    return false;
  }
  return true;
}

std::string Proof(const DraftRun& run) {
  return "verified: " + Escape(run.program[0]) +
         " ran under it and ended with status " + std::to_string(run.status) +
         " as before; nothing was denied\n";
}

}  // namespace

std::string WhyNoDraftAt(const std::string& policy) {
  if (policy == "-") {
    return "--draft: name a file; 'landshim draft' prints what it drafts";
  }
  const std::string why = WhyNotWritable(policy, Streams::kRefuse);
  return why.empty() ? why : Escape(policy) + ": " + why;
}

int DraftAndVerify(const DraftRun& run) {
  DraftReport report;
  std::string error;
  const bool drafted = RunDraft({.recordings = {run.recording},
                                 .output = run.policy,
                                 .allow_broad = run.allow_broad},
                                &report, &error);
  WriteAll(STDERR_FILENO, Describe(run, report));
  if (!drafted) {
    Complain(error);
    Note("learn: the recording is kept: 'landshim draft " +
         ShellWord(run.recording) + "' drafts from it again");
    return kLandshimFailed;
  }
  std::string proof;
  if (run.verify) {
    if (!Verify(run)) return kLandshimFailed;
    proof = Proof(run);
  }
  WriteAll(STDERR_FILENO, proof + "run it: " + RunLine(run) + '\n');
  return run.status;
}

}  // namespace landshim
