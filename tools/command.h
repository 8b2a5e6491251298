// What commands of landshim are made of. One is a pair of files with
//
//   void AddXCommand(CLI::App* app, Action* action);
//
// and a line in main.cc. It declares itself with the functions below, and its
// CLI11 callback stores in *action what is to be run once the whole command
// line is known to be good:
//
//   void AddGreetCommand(CLI::App* app, Action* action) {
//     auto options = std::make_shared<GreetOptions>();
//     CLI::App* command = AddCommand(app, "greet", "say hello to somebody",
//                                    "landshim greet --loud world");
//     AddFlag(command, "--loud", &options->loud, "in capital letters");
//     AddOperand(command, "NAME", &options->name, "who is greeted");
//     command->callback([=] { *action = [=] { return Greet(*options); }; });
//   }
//
// Mistakes on the command line never get as far as a callback: command_line.h
// finds them by these declarations.
#ifndef LANDSHIM_TOOLS_COMMAND_H_
#define LANDSHIM_TOOLS_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace landshim {

// Runs a command and returns its exit status. It prints what goes wrong itself.
using Action = std::function<int()>;

// What landshim consists of; no command yet.
void SetUpApp(CLI::App* app);

// Adds a command. `purpose`: one line, beginning with a verb in lower case,
// without a full stop. `example`: one or two command lines, newlines between.
CLI::App* AddCommand(CLI::App* app, const std::string& name,
                     const std::string& purpose, const std::string& example);

// All that follows keeps pointers: what they point to must outlive the parsing.
// `names` are "--long" or "-s,--long"; every option has a long one. A
// description fits the help's second column: one line, at most 50 bytes.

// An option without a value.
CLI::Option* AddFlag(CLI::App* command, const std::string& names, bool* flag,
                     const std::string& description);

// An option with one value, called `placeholder` in the help, that is given
// once at most. Neither value nor operand is ever empty.
CLI::Option* AddValue(CLI::App* command, const std::string& names,
                      const std::string& placeholder, std::string* value,
                      const std::string& description);

// An option with one value that may be given any number of times.
CLI::Option* AddValues(CLI::App* command, const std::string& names,
                       const std::string& placeholder,
                       std::vector<std::string>* values,
                       const std::string& description);

// An operand that must be there, once.
CLI::Option* AddOperand(CLI::App* command, const std::string& name,
                        std::string* value, const std::string& description);

// Any number of operands, behind all others; ->required() for at least one.
CLI::Option* AddOperands(CLI::App* command, const std::string& name,
                         std::vector<std::string>* values,
                         const std::string& description);

// Keeps a command out of the help: it is for landshim itself.
void Hide(CLI::App* command);

// The commands that are not hidden, in the order in which they were added.
std::vector<CLI::App*> CommandsOf(CLI::App* app);

// The command called `name`; null: there is none.
CLI::App* FindCommand(CLI::App* app, const std::string& name);

// The name by which messages speak of an option: the long one.
std::string LongName(const CLI::Option& option);

// True for an option that takes no value.
bool IsFlag(const CLI::Option& option);

// True for what may be given any number of times.
bool IsRepeatable(const CLI::Option& option);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_COMMAND_H_
