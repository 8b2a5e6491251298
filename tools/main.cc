// The landshim command: reads the command line, then does what it says.
//
// `landshim run` does not get here: it is served before libc starts, but for
// what only prints.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/checker/check_command.h"
#include "tools/command.h"
#include "tools/command_line.h"
#include "tools/doctor/doctor_command.h"
#include "tools/drafter/draft_command.h"
#include "tools/explainer/explain_command.h"
#include "tools/fmt_command.h"
#include "tools/help.h"
#include "tools/help_command.h"
#include "tools/installer/install_command.h"
#include "tools/learn/learn_command.h"
#include "tools/learn/recorder_command.h"
#include "tools/message.h"
#include "tools/output.h"
#include "tools/run_command.h"
#include "tools/shim_command.h"
#include "tools/show_command.h"
#include "tools/version.h"

namespace landshim {
namespace {

// Has CLI11 store the values and the action. What it refuses is a mistake in a
// declaration or a value's own check; its exit codes never get out.
bool StoreValues(CLI::App* app, std::vector<std::string> words,
                 std::string* mistake) {
  try {
    app->parse(std::vector<std::string>(words.rbegin(), words.rend()));
    return true;
  } catch (const CLI::Error& error) {
    *mistake = Escape(error.what()) + "; see 'landshim help'";
    return false;
  }
}

// Declaring all of them takes longer than starting a program: where the first
// word names one, it is enough, but for help, which is about the others.
void AddCommands(MainArguments arguments, CLI::App* app, Action* action) {
  const auto by = [=](void (*add)(CLI::App*, Action*)) {
    return [=] { add(app, action); };
  };
  // In the order of the help.
  const std::pair<std::string_view, std::function<void()>> commands[] = {
      {"run", [=] { AddRunCommand(app, action, arguments); }},
      {"learn", by(AddLearnCommand)},
      {"draft", by(AddDraftCommand)},
      {"explain", by(AddExplainCommand)},
      {"check", by(AddCheckCommand)},
      {"doctor", by(AddDoctorCommand)},
      {"fmt", by(AddFmtCommand)},
      {"show", by(AddShowCommand)},
      {"shim", by(AddShimCommand)},
      {"install", by(AddInstallCommand)},
      {"uninstall", by(AddUninstallCommand)},
      {"recorder", by(AddRecorderCommand)},
      {"help", by(AddHelpCommand)},
  };
  const std::string_view word = arguments.argc > 1 ? arguments.argv[1] : "";
  const auto is_alone = [word](std::string_view name) {
    return name == word && name != "help";
  };
  const bool one =
      std::any_of(std::begin(commands), std::end(commands),
                  [&](const auto& command) { return is_alone(command.first); });
  for (const auto& [name, add] : commands) {
    if (!one || is_alone(name)) add();
  }
}

int RunLandshim(CLI::App* app, const Action& action,
                const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    WriteAll(STDERR_FILENO, HelpOf(*app));
    return kLandshimFailed;
  }
  CommandLine line;
  std::string mistake;
  if (!ReadCommandLine(app, arguments, &line, &mistake)) {
    return Complain(mistake);
  }
  if (line.version) return Print(VersionText());
  if (line.help) return Print(HelpOf(*line.command));
  if (!StoreValues(app, line.words, &mistake)) return Complain(mistake);
  return action();
}

}  // namespace
}  // namespace landshim

int main(int argc, char** argv) {
  using namespace landshim;
  HoldStandardDescriptors();
  CLI::App app;
  Action action;
  SetUpApp(&app);
  AddCommands({argc, argv, environ}, &app, &action);
  const int status =
      RunLandshim(&app, action, {argv + (argc > 0 ? 1 : 0), argv + argc});
  // Taking all that apart takes longer than some commands do.
  fflush(nullptr);
  _exit(status);
}
