// The options of `landshim run` as far as its help needs them.
#include <memory>
#include <string>
#include <vector>

#include "shim/launch/run_options.h"
#include "tools/run_command.h"

namespace landshim {
namespace {

// Where CLI11 may store what nobody reads.
struct Values {
  bool flag = false;
  std::string value;
  std::vector<std::string> values;
};

void AddOption(CLI::App* command, const RunOption& option, Values* values) {
  if (option.value[0] == '\0') {
    AddFlag(command, option.name, &values->flag, option.meaning);
  } else if (option.kind != RunOptionKind::kPolicy) {
    AddValues(command, option.name, option.value, &values->values,
              option.meaning);
  } else {
    AddValue(command, option.name, option.value, &values->value,
             option.meaning);
  }
}

}  // namespace

void AddRunCommand(CLI::App* app, Action* action, MainArguments arguments) {
  auto values = std::make_shared<Values>();
  CLI::App* const command = AddCommand(
      app, "run", "start a program in a sandbox",
      "landshim run --policy app.policy -- app --its-own option\n"
      "landshim run --rule 'include <base>' --read ~/in -- wc ~/in/a");
  // Behind PROG all words are its own.
  command->prefix_command();
  for (const RunOption& option : kRunOptions) {
    // CLI11 has its own.
    if (option.kind == RunOptionKind::kHelp) continue;
    AddOption(command, option, values.get());
  }
  AddOperand(command, "PROG", &values->value, "the program")->required(false);
  AddOperands(command, "ARG", &values->values, "its arguments, untouched");
  command->callback([=] {
    *action = [values, arguments] {
      return RunCommand(arguments.argc, arguments.argv, arguments.envp);
    };
  });
}

}  // namespace landshim
