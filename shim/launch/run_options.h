// The command line of `landshim run`: one table of its options, and what they
// come to.
#ifndef LANDSHIM_SHIM_LAUNCH_RUN_OPTIONS_H_
#define LANDSHIM_SHIM_LAUNCH_RUN_OPTIONS_H_

#include <string_view>

#include "policy/broad_places.h"

namespace landshim {

enum class RunOptionKind : unsigned char {
  kPolicy,
  kRule,       // the value is a statement
  kShorthand,  // the value is the one operand of a statement
  kBroad,
  kNewSession,
  kCloseFds,
  kPrint,
  kHelp,
};

struct RunOption {
  char name[16];
  RunOptionKind kind;
  char value[12];      // how help calls it; empty: the option takes none
  char statement[16];  // kShorthand: what goes before the operand
  char meaning[60];    // for help and the man page
};

inline constexpr RunOption kRunOptions[] = {
    {"--policy", RunOptionKind::kPolicy, "FILE", "",
     "enforce this policy file"},
    {"--rule", RunOptionKind::kRule, "STATEMENT", "",
     "add a statement of the policy language; repeatable"},
    {"--read", RunOptionKind::kShorthand, "PATH", "read ",
     "add 'read PATH'; repeatable, as all that add"},
    {"--write", RunOptionKind::kShorthand, "PATH", "write ",
     "add 'write PATH'"},
    {"--exec", RunOptionKind::kShorthand, "PATH", "exec ", "add 'exec PATH'"},
    {"--connect-tcp", RunOptionKind::kShorthand, "PORT", "connect tcp ",
     "add 'connect tcp PORT'; a range is A..B"},
    {"--bind-tcp", RunOptionKind::kShorthand, "PORT", "bind tcp ",
     "add 'bind tcp PORT'"},
    {"--abi", RunOptionKind::kShorthand, "RANGE", "abi ",
     "add 'abi RANGE': the least ABI .. the newest enforced"},
    {"--allow-broad", RunOptionKind::kBroad, "PLACE", "",
     "let a variable or '.' open all of PLACE; repeatable"},
    {"--new-session", RunOptionKind::kNewSession, "", "",
     "in a session of its own, apart from the terminal"},
    {"--close-fds", RunOptionKind::kCloseFds, "", "",
     "leave it no descriptors but 0 to 2"},
    {"--print-policy", RunOptionKind::kPrint, "", "",
     "print what would be enforced instead"},
    {"--help", RunOptionKind::kHelp, "", "", "print help"},
    {"-h", RunOptionKind::kHelp, "", "", "print help"},
};

// All views are into the arguments, or into static memory.
struct RunOptions {
  std::string_view policy;   // null data: none named
  std::string_view rules;    // of all options, one a line; null data: none
  BroadAllowance broad;      // the places of --allow-broad
  char** program = nullptr;  // its name and arguments, NULL-terminated
  bool new_session = false;
  bool close_fds = false;
  bool print = false;  // for main(), as is help
  bool help = false;
};

// Reads what follows `run`. Ends the process where it is wrong. With `help` or
// `print` there need not be a program. Once in a process.
RunOptions ReadRunOptions(char** arguments);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_RUN_OPTIONS_H_
