// Reads a command line strictly, by what the commands declared to CLI11.
//
// CLI11 2.1 takes an option for the value of the one before, the next word for
// the value of "--output=", files called "[a,b]" apart, "--json=no" for no
// "--json", and skips "++". So it never sees the words of the user: they are
// checked here, and CLI11 gets them in a spelling that it cannot misread.
#ifndef LANDSHIM_TOOLS_COMMAND_LINE_H_
#define LANDSHIM_TOOLS_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace landshim {

// What the words of a command line come to: help, the version, or a command.
struct CommandLine {
  CLI::App* command = nullptr;  // null: none was named
  bool help = false;            // about the command, or about landshim
  bool version = false;
  // For CLI::App::parse, but in the order of the command line.
  std::vector<std::string> words;
};

// Reads all words behind the program's name. Long options are never guessed
// from their beginning; options and operands may come in any order, except in
// a prefix_command(), where the first operand ends the options. "--" does so
// everywhere. Help counts wherever it stands, mistakes or not.
// False: *mistake is the line to be shown, without "landshim: " in front.
bool ReadCommandLine(CLI::App* app, const std::vector<std::string>& arguments,
                     CommandLine* line, std::string* mistake);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_COMMAND_LINE_H_
