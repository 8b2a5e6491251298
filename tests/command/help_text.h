// What the help texts of the built command list.
#ifndef TESTS_COMMAND_HELP_TEXT_H_
#define TESTS_COMMAND_HELP_TEXT_H_

#include <set>
#include <string>
#include <vector>

namespace landshim::testing {

// The commands, in the order of `landshim help`.
std::vector<std::string> CommandsInHelp();

// The options that a help text lists: "-o", "--output".
std::set<std::string> OptionsIn(const std::string& help);

}  // namespace landshim::testing

#endif  // TESTS_COMMAND_HELP_TEXT_H_
