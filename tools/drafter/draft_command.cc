#include "tools/drafter/draft_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tools/drafter/draft.h"
#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {

void Say(const std::vector<std::string>& lines, const std::string& what) {
  for (const std::string& line : lines) Note("draft: " + what + line);
}

int Draft(DraftRequest request) {
  const auto inputs =
      std::count(request.recordings.begin(), request.recordings.end(), "-") +
      (request.merge == "-" ? 1 : 0);
  if (inputs > 1) return Complain("draft: '-' is given twice; keep one");
  // As for other commands that write files.
  if (request.output == "-") request.output.clear();
  DraftReport report;
  std::string error;
  const bool drafted = RunDraft(request, &report, &error);
  Say(report.gaps, "gap: ");
  Say(report.findings, "");
  if (!drafted) return Complain("draft: " + error);
  Say(report.surprises, "");
  Say(report.price, "price: ");
  return request.output.empty() ? Print(report.text) : 0;
}

}  // namespace

void AddDraftCommand(CLI::App* app, Action* action) {
  auto request = std::make_shared<DraftRequest>();
  CLI::App* const command =
      AddCommand(app, "draft", "write a policy for what was recorded",
                 "landshim draft app.rec -o app.policy\n"
                 "landshim draft app.rec --merge app.policy");
  AddValue(command, "-o,--output", "FILE", &request->output,
           "the policy; else it is printed");
  AddValue(command, "--abi", "RANGE", &request->abi,
           "the ABIs it is for (the recorded one..11)");
  AddFlag(command, "--keep-files", &request->keep_files,
          "name files that are read, not directories");
  CLI::Option* const merge =
      AddValue(command, "--merge", "FILE", &request->merge,
               "complete this policy instead of a new one");
  merge->excludes(command->get_option("--abi"));
  AddValues(command, "--allow-broad", "PLACE", &request->allow_broad,
            "grant what is dangerous, on exactly PLACE");
  AddOperands(command, "RECORDING", &request->recordings,
              "recording of 'landshim learn'; '-' is stdin")
      ->required();
  command->callback([=] { *action = [request] { return Draft(*request); }; });
}

}  // namespace landshim
