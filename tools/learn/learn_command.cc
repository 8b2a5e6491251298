// Records run after run; then drafts, and proves the draft.
#include "tools/learn/learn_command.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "policy/text.h"
#include "tools/learn/draft_run.h"
#include "tools/learn/progress.h"
#include "tools/learn/recording_run.h"
#include "tools/message.h"
#include "tools/recorder/recording_file.h"

namespace landshim {
namespace {

constexpr int kMostRuns = 100;

struct LearnOptions {
  std::string output;
  std::string runs;
  std::string draft;
  std::vector<std::string> allow_broad;
  bool verify = false;
  std::vector<std::string> program;
};

// What is said of a whole recording in the end.
struct Result {
  Ending last;
  Counts counts;  // over all runs
};

void Add(const Counts& counts, Counts* sum) {
  sum->seen += counts.seen;
  sum->gaps += counts.gaps;
  sum->lost += counts.lost;
  if (counts.error != 0) sum->error = counts.error;
}

void SayLost(const std::string& path, const Counts& counts) {
  if (counts.lost == 0) return;
  Note(Escape(path) + ": the recording could not be written: " +
       DescribeError(counts.error) + "; " + std::to_string(counts.lost) +
       " lines of it are lost: make room, and learn again");
}

// At a terminal: how it went on, and what comes next.
void SaySummary(const std::string& path, const Counts& counts) {
  if (counts.gaps > 0) {
    const bool one = counts.gaps == 1;
    Note(Escape(path) + ": " + std::to_string(counts.gaps) +
         (one ? " thing" : " things") +
         " could not be seen; the recording and its draft name " +
         (one ? "it" : "them"));
  }
  if (isatty(STDERR_FILENO) == 0) return;
  Note("learn: " + Escape(path) + " holds " + std::to_string(counts.seen) +
       " operations; 'landshim draft " + Escape(path) +
       "' writes a policy of them");
}

bool ReadRuns(const std::string& text, int* runs, std::string* mistake) {
  *runs = 1;
  if (text.empty()) return true;
  *runs = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || *runs > kMostRuns) {
      *runs = 0;
      break;
    }
    *runs = *runs * 10 + (c - '0');
  }
  if (*runs >= 1 && *runs <= kMostRuns) return true;
  *mistake = "--runs: '" + Escape(text) +
             "' is no number of runs; write 1 to " + std::to_string(kMostRuns);
  return false;
}

// False: landshim failed, and said why.
bool Record(const LearnOptions& options, int runs, const std::string& path,
            RecordingFile* file, Result* result) {
  SessionOptions session = {
      .wait_for_all = runs > 1 || !options.draft.empty(), .waiting = [] {
        Note(
            "learn: the program ended, and waits for what it started to end "
            "too");
      }};
  for (int i = 0; i < runs; ++i) {
    Progress progress(std::string(BaseName(options.program[0])));
    if (progress.is_shown()) {
      session.progress = [&progress](const Counts& counts) {
        progress.Show(counts);
      };
    }
    result->last = RunRecorded(options.program, file, session);
    if (result->last.failed) return false;
    Add(result->last.counts, &result->counts);
    if (result->last.recorder_ended) return false;
    if (result->last.interrupted) break;
  }
  // With the first process of a PID namespace all others end.
  if (result->last.others_left && getpid() != 1) {
    Note("learn: the program ended, and what it started goes on; " +
         Escape(path) + " grows until that has ended too");
  }
  return true;
}

int Learn(const LearnOptions& options) {
  int runs = 0;
  std::string error;
  if (!ReadRuns(options.runs, &runs, &error)) return Complain(error);
  if (!options.draft.empty()) {
    error = WhyNoDraftAt(options.draft);
    if (!error.empty()) return Complain(error);
  }
  const std::string path =
      options.output.empty()
          ? std::string(BaseName(options.program[0])) + ".rec"
          : options.output;
  RecordingFile file;
  if (!file.Open(path, &error)) return Complain(error);
  file.HoldLines();
  Result result;
  const bool recorded = Record(options, runs, path, &file, &result);
  if (result.last.failed) file.RemoveIfEmpty(path);
  SayLost(path, result.counts);
  if (!recorded) return result.last.status;
  if (options.draft.empty()) {
    SaySummary(path, result.counts);
    return result.last.status;
  }
  if (result.last.interrupted) {
    Note("learn: the program was interrupted; it is not started again, and " +
         Escape(options.draft) + " is not verified");
  }
  return DraftAndVerify({.recording = path,
                         .policy = options.draft,
                         .allow_broad = options.allow_broad,
                         .verify = options.verify && !result.last.interrupted,
                         .program = options.program,
                         .status = result.last.status,
                         .recorded = result.counts.seen,
                         .gaps = result.counts.gaps});
}

}  // namespace

void AddLearnCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<LearnOptions>();
  CLI::App* const command =
      AddCommand(app, "learn", "record what a program does",
                 "landshim learn -o app.rec -- app --its-option\n"
                 "landshim learn --draft app.policy --runs 2 --verify -- app");
  AddValue(command, "-o,--output", "REC", &options->output,
           "the recording, added to if it is there (PROGRAM.rec)");
  AddValue(command, "--runs", "N", &options->runs,
           "run the program N times (1)");
  CLI::Option* const draft =
      AddValue(command, "--draft", "POLICY", &options->draft,
               "then write the policy that it needs");
  AddFlag(command, "--verify", &options->verify,
          "then run it under that policy, and compare")
      ->needs(draft);
  AddValues(command, "--allow-broad", "PLACE", &options->allow_broad,
            "let it grant what is dangerous, on exactly PLACE")
      ->needs(draft);
  AddOperands(command, "PROGRAM", &options->program,
              "the program and its arguments")
      ->required();
  command->prefix_command();
  command->callback([=] { *action = [options] { return Learn(*options); }; });
}

}  // namespace landshim
