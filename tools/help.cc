// Two columns under a usage line; tests hold every text to 24 lines of 80.
#include "tools/help.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "tools/command.h"

namespace landshim {
namespace {

constexpr size_t kScreenWidth = 80;

// A name and what is said about it.
using Row = std::pair<std::string, std::string>;

std::string Rows(const std::vector<Row>& rows) {
  size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.first.size());
  std::string text;
  for (const Row& row : rows) {
    text += "  " + row.first + std::string(width - row.first.size() + 2, ' ') +
            row.second + "\n";
  }
  return text;
}

// The lines of a text, each with two blanks in front.
std::string Indented(const std::string& lines) {
  std::string text = "  ";
  for (char c : lines) text += c == '\n' ? "\n  " : std::string(1, c);
  return text + "\n";
}

std::string Sentence(std::string words) {
  words[0] = static_cast<char>(std::toupper(words[0]));
  return words + ".";
}

std::string WithValue(const std::string& name, const CLI::Option& option) {
  return IsFlag(option) ? name : name + " " + option.get_type_name();
}

// "-o, --output FILE"; without a short name as many blanks.
std::string OptionNames(const CLI::Option& option) {
  const std::string short_name = option.get_snames().empty()
                                     ? "    "
                                     : "-" + option.get_snames()[0] + ", ";
  return short_name + WithValue(LongName(option), option);
}

std::string UsageOfOperand(const CLI::Option& option, bool required) {
  std::string usage = option.get_name(true);
  if (!required) usage = "[" + usage + "]";
  return IsRepeatable(option) ? usage + "..." : usage;
}

std::string UsageOfOption(const CLI::Option& option) {
  const std::string usage = "[" + WithValue(LongName(option), option) +
                            (IsRepeatable(option) ? "]..." : "]");
  return option.get_required() ? usage.substr(1, usage.size() - 2) : usage;
}

// What options and operands look like, in the order in which they are written.
std::string Usage(const CLI::App& command) {
  std::string options;
  std::string operands;
  bool first = true;
  for (const CLI::Option* option : command.get_options()) {
    if (option == command.get_help_ptr()) continue;
    if (!option->get_positional()) {
      options += " " + UsageOfOption(*option);
      continue;
    }
    // What a command begins to run is always there, if not by declaration.
    const bool program = first && command.get_prefix_command();
    if (program) operands += " [--]";
    operands +=
        " " + UsageOfOperand(*option, program || option->get_required());
    first = false;
  }
  const std::string start = "landshim " + command.get_name();
  const bool fits =
      7 + start.size() + options.size() + operands.size() <= kScreenWidth;
  return start + (fits ? options : " [OPTION]...") + operands;
}

std::string HelpOfCommand(const CLI::App& command) {
  std::vector<Row> operands;
  std::vector<Row> options;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional()) {
      operands.emplace_back(option->get_name(true), option->get_description());
    } else if (option != command.get_help_ptr()) {
      options.emplace_back(OptionNames(*option), option->get_description());
    }
  }
  options.emplace_back(OptionNames(*command.get_help_ptr()),
                       command.get_help_ptr()->get_description());
  operands.insert(operands.end(), options.begin(), options.end());
  return "For example:\n" + Indented(command.get_footer()) +
         "\nUsage: " + Usage(command) + "\n" +
         Sentence(command.get_description()) + "\n\n" + Rows(operands);
}

std::string HelpOfAll(const CLI::App& app) {
  std::vector<Row> commands;
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App* command) {
         return !command->get_group().empty();
       })) {
    commands.emplace_back(command->get_name(), command->get_description());
  }
  std::vector<Row> options;
  for (const CLI::Option* option : app.get_options()) {
    options.emplace_back(OptionNames(*option), option->get_description());
  }
  return "For example:\n" + Indented(app.get_footer()) +
         "\nUsage: landshim COMMAND [OPTION]... [OPERAND]...\n" +
         Sentence(app.get_description()) + "\n\n" + Rows(commands) + "\n" +
         Rows(options) +
         "\n'landshim help COMMAND' says more, and so do the manual pages\n"
         "landshim(1) and landshim-policy(5).\n";
}

}  // namespace

std::string HelpOf(const CLI::App& app) {
  return app.get_parent() == nullptr ? HelpOfAll(app) : HelpOfCommand(app);
}

}  // namespace landshim
