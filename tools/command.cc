// Values are taken over as they are: CLI11's own conversions would cut up a
// file name such as "[a,b]".
#include "tools/command.h"

namespace landshim {
namespace {

constexpr char kExample[] = "landshim run --policy app.policy -- app";

// Room for everything that a command line can hold.
constexpr int kUnlimited = CLI::detail::expected_max_vector_size;

CLI::Option* AddOne(CLI::App* command, const std::string& name,
                    std::string* value, const std::string& description) {
  CLI::Option* const option = command->add_option(
      name,
      [value](const CLI::results_t& results) {
        *value = results.back();
        return true;
      },
      description);
  option->expected(1);
  return option;
}

CLI::Option* AddMany(CLI::App* command, const std::string& name,
                     std::vector<std::string>* values,
                     const std::string& description) {
  CLI::Option* const option = command->add_option(
      name,
      [values](const CLI::results_t& results) {
        *values = results;
        return true;
      },
      description);
  option->expected(1, kUnlimited);
  option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  option->allow_extra_args(false);
  return option;
}

}  // namespace

void SetUpApp(CLI::App* app) {
  app->name("landshim");
  app->description("sandbox unmodified programs with Landlock");
  app->footer(kExample);
  app->set_help_flag("-h,--help", "print this help");
  app->add_flag("--version")->description("print the version");
  app->require_subcommand(0, 1);
}

CLI::App* AddCommand(CLI::App* app, const std::string& name,
                     const std::string& purpose, const std::string& example) {
  CLI::App* const command = app->add_subcommand(name, purpose);
  command->footer(example);
  return command;
}

CLI::Option* AddFlag(CLI::App* command, const std::string& names, bool* flag,
                     const std::string& description) {
  return command->add_flag(names, *flag, description)
      ->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

CLI::Option* AddValue(CLI::App* command, const std::string& names,
                      const std::string& placeholder, std::string* value,
                      const std::string& description) {
  return AddOne(command, names, value, description)->type_name(placeholder);
}

CLI::Option* AddValues(CLI::App* command, const std::string& names,
                       const std::string& placeholder,
                       std::vector<std::string>* values,
                       const std::string& description) {
  return AddMany(command, names, values, description)->type_name(placeholder);
}

CLI::Option* AddOperand(CLI::App* command, const std::string& name,
                        std::string* value, const std::string& description) {
  return AddOne(command, name, value, description)->required();
}

CLI::Option* AddOperands(CLI::App* command, const std::string& name,
                         std::vector<std::string>* values,
                         const std::string& description) {
  return AddMany(command, name, values, description);
}

void Hide(CLI::App* command) { command->group(""); }

std::vector<CLI::App*> CommandsOf(CLI::App* app) {
  return app->get_subcommands(
      [](const CLI::App* command) { return !command->get_group().empty(); });
}

CLI::App* FindCommand(CLI::App* app, const std::string& name) {
  const std::vector<CLI::App*> found = app->get_subcommands(
      [&name](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::string LongName(const CLI::Option& option) {
  return "--" + option.get_lnames().at(0);
}

bool IsFlag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0;
}

bool IsRepeatable(const CLI::Option& option) {
  return option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
}

}  // namespace landshim
