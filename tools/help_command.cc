// The help texts again, for those who ask by a command.
#include "tools/help_command.h"

#include <memory>
#include <string>

#include "tools/command_line.h"
#include "tools/help.h"
#include "tools/message.h"
#include "tools/output.h"

namespace landshim {
namespace {
int Help(CLI::App* app, const std::string& name) {
  if (name.empty()) return Print(HelpOf(*app));
  // Says the same about a wrong name as if it had been the command.
  CommandLine line;
  std::string mistake;
  if (!ReadCommandLine(app, {name, "--help"}, &line, &mistake)) {
    return Complain(mistake);
  }
  return Print(HelpOf(*line.command));
}

}  // namespace

void AddHelpCommand(CLI::App* app, Action* action) {
  auto name = std::make_shared<std::string>();
  CLI::App* const command =
      AddCommand(app, "help", "explain a command", "landshim help run");
  AddOperand(command, "COMMAND", name.get(), "one of landshim's commands")
      ->required(false);
  command->callback(
      [=] { *action = [app, name] { return Help(app, *name); }; });
}

}  // namespace landshim
