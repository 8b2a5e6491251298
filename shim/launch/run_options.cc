// Options come first; the first word that is none begins the program.
#include "shim/launch/run_options.h"

#include "policy/suggest.h"
#include "policy/table.h"
#include "policy/text.h"
#include "shim/launch/launch_problems.h"
#include "shim/policy_files.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr std::string_view kPlace = "run"sv;

// Most command lines need little.
char few_rules[4096];

// One argument of `run`, taken apart.
struct Given {
  const RunOption* option;
  std::string_view value;
};

[[noreturn]] void RefuseUnknown(std::string_view name) {
  Suggestion suggestion(name);
  suggestion.Among(kRunOptions);
  if (suggestion.best().empty()) {
    Refuse(kPlace, LaunchProblem::kUnknownOption, name);
  }
  Refuse(kPlace, LaunchProblem::kMistypedOption, name, suggestion.best());
}

[[noreturn]] void RefuseNoValue(const RunOption& option) {
  const std::string_view name = option.name;
  Refuse(kPlace, LaunchProblem::kNoValue, name, name,
         std::string_view(option.value));
}

// Reads --name=value, or --name and a value from **next, which then moves on.
Given ReadOption(std::string_view argument, char*** next) {
  const size_t equals = argument.find('=');
  const std::string_view name = argument.substr(0, equals);
  const RunOption* option = FindRow(kRunOptions, name);
  if (option == nullptr) RefuseUnknown(name);
  const bool takes_value = option->value[0] != '\0';
  if (equals != std::string_view::npos) {
    if (!takes_value) Refuse(kPlace, LaunchProblem::kUnwantedValue, name);
    const std::string_view value = argument.substr(equals + 1);
    if (!value.empty()) return {option, value};
  }
  if (!takes_value) return {option, {}};
  // What looks like an option is no value: --policy --read would hide one.
  if (equals != std::string_view::npos || **next == nullptr ||
      ***next == '\0' || Begins(**next, "-")) {
    RefuseNoValue(*option);
  }
  return {option, *(*next)++};
}

// As a word of the language that means exactly these bytes.
void AppendQuoted(std::string_view value, Text* out) {
  out->Append('"');
  for (const char c : value) {
    if (c == '\n' || c == '\r') {
      out->Append(c == '\n' ? "\\n"sv : "\\x0d"sv);
      continue;
    }
    if (c == '"' || c == '\\' || c == '$') out->Append('\\');
    out->Append(c);
  }
  out->Append('"');
}

void AppendRule(const Given& given, Text* rules) {
  rules->Append(std::string_view(given.option->statement));
  if (given.option->kind == RunOptionKind::kRule) {
    rules->Append(given.value);
  } else {
    AppendQuoted(given.value, rules);
  }
  rules->Append('\n');
}

// Room for all rules: an option grows by its statement and its escapes, of
// which "\\x0d" is the longest.
Text RoomForRules(char** arguments) {
  size_t size = 1;
  for (char** argument = arguments; *argument != nullptr; ++argument) {
    size += 4 * std::string_view(*argument).size() + sizeof(RunOption);
  }
  if (size <= sizeof(few_rules)) return {few_rules, sizeof(few_rules) - 1};
  const long pages = sys::MapPages(size);
  if (pages < 0 && pages > -4096) {
    Refuse(kPlace, LaunchProblem::kTooManyOptions);
  }
  return {reinterpret_cast<char*>(pages), size - 1};
}

void TakeOption(const Given& given, RunOptions* options, Text* rules) {
  switch (given.option->kind) {
    case RunOptionKind::kPolicy:
      if (options->policy.data() != nullptr) {
        Refuse(kPlace, LaunchProblem::kOptionTwice, "--policy"sv);
      }
      options->policy = given.value;
      break;
    case RunOptionKind::kBroad:
      if (given.value[0] != '/') {
        Refuse(kPlace, LaunchProblem::kRelativePlace, given.value);
      }
      break;
    case RunOptionKind::kNewSession:
      options->new_session = true;
      break;
    case RunOptionKind::kCloseFds:
      options->close_fds = true;
      break;
    case RunOptionKind::kPrint:
      options->print = true;
      break;
    case RunOptionKind::kHelp:
      options->help = true;
      break;
    case RunOptionKind::kRule:
      if (given.value.find_first_not_of(" \t\n;"sv) == std::string_view::npos) {
        RefuseNoValue(*given.option);
      }
      [[fallthrough]];
    case RunOptionKind::kShorthand:
      AppendRule(given, rules);
  }
}

}  // namespace

RunOptions ReadRunOptions(char** arguments) {
  RunOptions options;
  Text rules = RoomForRules(arguments);
  char** next = arguments;
  while (*next != nullptr && Begins(*next, "-")) {
    const std::string_view argument = *next++;
    if (argument == "--"sv) break;
    const Given given = ReadOption(argument, &next);
    TakeOption(given, &options, &rules);
    if (options.help) return options;
  }
  if (!rules.view().empty()) options.rules = rules.Terminated();
  if (options.rules.size() > kLargestPolicy) {
    Refuse(kPlace, LaunchProblem::kTooManyOptions);
  }
  options.program = next;
  options.broad = {false, arguments, next};
  if ((*next == nullptr || **next == '\0') && !options.print) {
    Refuse(kPlace, LaunchProblem::kNoProgram);
  }
  return options;
}

}  // namespace landshim
