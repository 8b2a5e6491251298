#include "tools/explainer/explain_command.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "tools/checker/machine_dangers.h"
#include "tools/explainer/amend_policy.h"
#include "tools/explainer/cure_guard.h"
#include "tools/explainer/observed_run.h"
#include "tools/explainer/report.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/write_file.h"

namespace landshim {
namespace {

struct ExplainOptions {
  std::string policy;
  std::vector<std::string> rules;
  std::vector<std::string> allow_broad;
  std::string output;
  std::string amend;
  bool yes = false;
  bool json = false;
  std::vector<std::string> program;
};

// As `landshim run` takes them.
std::vector<std::string> RunArguments(const ExplainOptions& options,
                                      const AllowedPlaces& allowed) {
  std::vector<std::string> arguments;
  if (!options.policy.empty()) {
    arguments.insert(arguments.end(), {"--policy", options.policy});
  }
  for (const std::string& rule : options.rules) {
    arguments.insert(arguments.end(), {"--rule", rule});
  }
  for (const std::string& place : allowed.places()) {
    if (!place.starts_with('/')) continue;
    arguments.insert(arguments.end(), {"--allow-broad", place});
  }
  arguments.emplace_back("--");
  arguments.insert(arguments.end(), options.program.begin(),
                   options.program.end());
  return arguments;
}

// The report has a place of its own, as standard output and error are the
// program's too. What cannot be written there is not lost.
int WriteReport(const ExplainOptions& options, const std::string& report) {
  std::string why;
  if (options.output.empty()) {
    if (options.json) return Print(report);
    WriteAll(STDERR_FILENO, report);
    return 0;
  }
  if (WriteFile(options.output, report, {}, &why)) return 0;
  WriteAll(STDERR_FILENO, report);
  return Complain(Escape(options.output) + ": " + why);
}

int Explain(const ExplainOptions& options) {
  if (options.amend == "-") {
    return Complain("--amend: standard input cannot be changed; name a file");
  }
  if (options.output == "-") {
    return Complain("--output: standard output is the program's; name a file");
  }
  if (!options.output.empty()) {
    const std::string why = WhyNotWritable(options.output, Streams::kTake);
    if (!why.empty()) return Complain(Escape(options.output) + ": " + why);
  }
  if (!options.amend.empty()) {
    const std::string why = WhyNotToAmend(options.amend, options.yes);
    if (!why.empty()) return Complain(why);
  }
  const Machine machine = DescribeMachine({environ});
  AllowedPlaces allowed;
  std::string error;
  if (!ReadAllowedPlaces(options.allow_broad, machine, &allowed, &error)) {
    return Complain(error);
  }
  Explanation explanation;
  const Ending ending =
      RunObserved(RunArguments(options, allowed),
                  {.command = "explain", .wait_for_all = true}, &explanation);
  if (ending.failed || ending.recorder_ended) return ending.status;
  const std::string& program = options.program[0];
  CureGuard::ForRun(machine, explanation.policy_files, options.amend, allowed)
      .Mark(&explanation);
  const auto report = options.json ? JsonOf : TextOf;
  if (const int failed =
          WriteReport(options, report(explanation, program, ending.status))) {
    return failed;
  }
  if (!options.amend.empty()) {
    if (const int failed =
            AmendPolicy(options.amend, options.yes, explanation)) {
      return failed;
    }
  }
  return ending.status;
}

}  // namespace

void AddExplainCommand(CLI::App* app, Action* action) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* const command = AddCommand(
      app, "explain", "run a program, and say what its policy denies it",
      "landshim explain --policy app.policy -- app\n"
      "landshim explain --policy app.policy --amend app.policy -- app");
  AddValue(command, "--policy", "FILE", &options->policy,
           "the policy; else it is found by the program's name");
  AddValues(command, "--rule", "STATEMENT", &options->rules,
            "one more statement of the policy");
  AddValues(command, "--allow-broad", "PLACE", &options->allow_broad,
            "as of run; add what is dangerous on PLACE, too");
  CLI::Option* const amend =
      AddValue(command, "--amend", "FILE", &options->amend,
               "offer to add what is missing to this policy");
  AddFlag(command, "--yes", &options->yes,
          "add it without asking, unless it is dangerous")
      ->needs(amend);
  AddFlag(command, "--json", &options->json,
          "the report as JSON, on standard output");
  AddValue(command, "-o,--output", "FILE", &options->output,
           "the report's own place, if PROGRAM prints too");
  AddOperands(command, "PROGRAM", &options->program,
              "the program and its arguments")
      ->required();
  command->prefix_command();
  command->callback([=] { *action = [options] { return Explain(*options); }; });
}

}  // namespace landshim
