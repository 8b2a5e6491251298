// Rows of a help text begin with two blanks; options begin with a dash.
#include "tests/command/help_text.h"

#include <sstream>

#include "tests/command/landshim.h"

namespace landshim::testing {
namespace {

// The rows behind the usage line.
std::vector<std::string> RowsIn(const std::string& help) {
  std::vector<std::string> rows;
  std::istringstream lines(help.substr(help.find("\nUsage: ")));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  ", 0) == 0) rows.push_back(line);
  }
  return rows;
}

}  // namespace

std::vector<std::string> CommandsInHelp() {
  std::vector<std::string> commands;
  for (const std::string& row : RowsIn(Printed({"help"}))) {
    std::string word;
    std::istringstream(row) >> word;
    if (word[0] != '-') commands.push_back(word);
  }
  return commands;
}

std::set<std::string> OptionsIn(const std::string& help) {
  std::set<std::string> options;
  for (const std::string& row : RowsIn(help)) {
    std::istringstream words(row);
    // Up to the description, in which other options may be named.
    for (std::string word; words >> word && word[0] == '-';) {
      if (word.back() == ',') word.pop_back();
      options.insert(word);
    }
  }
  return options;
}

}  // namespace landshim::testing
