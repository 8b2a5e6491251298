// The help texts: an example first, then everything there is, on one screen.
#ifndef LANDSHIM_TOOLS_HELP_H_
#define LANDSHIM_TOOLS_HELP_H_

#include <CLI/CLI.hpp>
#include <string>

namespace landshim {

// The help about a command; or, where `app` is no command of another, about
// all of them. (CLI::App::help() is about the command that was parsed last.)
std::string HelpOf(const CLI::App& app);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_HELP_H_
