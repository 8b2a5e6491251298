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

// Why a run under the draft proves little; empty: it proves it.
std::string WhyUnproven(const DraftRun& run, const Explanation& found) {
  if (run.recorded == 0) return "nothing was recorded";
  if (run.gaps > 0 || !found.gaps.empty()) {
    const std::string& first = found.gaps.empty() ? "" : found.gaps[0];
    return "not all that it did could be seen" +
           (first.empty() ? " while it was learned" : ": " + Escape(first));
  }
  if (run.status != 0) {
    return "the program failed with status " + std::to_string(run.status) +
           ", before and under it; learn what it does when it succeeds";
  }
  return {};
}

// False: the draft does not stand it, and why has been said. Else *proof is the
// line that says what was proven.
bool Verify(const DraftRun& run, std::string* proof, bool* proven) {
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
  const std::string unproven = WhyUnproven(run, found);
  *proven = unproven.empty();
  *proof = *proven ? "verified: " + Escape(run.program[0]) +
                         " ran under it and ended with status 0 as before; "
                         "nothing was denied\n"
                   : "not verified: " + unproven + '\n';
  return true;
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
  bool proven = true;
  if (run.verify) {
    if (!Verify(run, &proof, &proven)) return kLandshimFailed;
  } else if (run.status != 0) {
    proof = "not verified: the program failed with status " +
            std::to_string(run.status) +
            " while it was learned; learn what it does when it succeeds\n";
  }
  WriteAll(STDERR_FILENO, proof + "run it: " + RunLine(run) + '\n');
  return proven || run.status != 0 ? run.status : kLandshimFailed;
}

}  // namespace landshim
