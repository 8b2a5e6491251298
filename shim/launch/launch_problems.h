// What `landshim run` says besides what the shim says: one row a problem, with
// the cure, as in policy/problem_table.h. The shim does not carry these texts.
#ifndef LANDSHIM_SHIM_LAUNCH_LAUNCH_PROBLEMS_H_
#define LANDSHIM_SHIM_LAUNCH_LAUNCH_PROBLEMS_H_

#include <string_view>

#include "policy/problem.h"

namespace landshim {

// The exit statuses of a program that was not started (POSIX, env(1)).
inline constexpr int kCannotExecute = 126;
inline constexpr int kNotFound = 127;

// clang-format off

// Name, exit status, what is wrong, how to cure it.
#define LANDSHIM_LAUNCH_PROBLEMS(P) \
  P(kUnknownOption, 125, "unknown option '{}'", \
    "'landshim run --help' lists the options") \
  P(kMistypedOption, 125, "unknown option '{}'", "did you mean '{}'?") \
  P(kNoValue, 125, "option '{}' has no value", "write it as in '{} {}'") \
  P(kUnwantedValue, 125, "option '{}' takes no value", "write it alone") \
  P(kRelativePlace, 125, "--allow-broad names '{}'", \
    "write a place from the root, as the message about it does") \
  P(kOptionTwice, 125, "option '{}' is given twice", "keep one") \
  P(kNoProgram, 125, "there is no program to run", \
    "write 'landshim run --policy FILE -- PROGRAM ARGUMENTS'") \
  P(kTooManyOptions, 125, "the options hold more than 1 MiB", \
    "write a policy file") \
  P(kPrivileged, 125, "landshim itself is set-id or has file capabilities", \
    "remove them: it needs no privileges") \
  P(kNotInPath, kNotFound, "no such program in PATH", \
    "correct the name, or write the program's path") \
  P(kNoSuchFile, kNotFound, "no such file", "correct the program's path") \
  P(kIsDirectory, kCannotExecute, "this is a directory", \
    "name a program in it") \
  P(kNotExecutable, kCannotExecute, "permission denied", \
    "make it executable for this user, and its directories searchable") \
  P(kNoInterpreter, kCannotExecute, "its interpreter '{}' cannot be executed: " \
    "{}", "install it, or name another one in the first line") \
  P(kTooDeep, kCannotExecute, "its interpreters are nested deeper than {}", \
    "name a program in its first line that is no script") \
  P(kNotAProgram, kCannotExecute, "this is no program: it is neither ELF nor " \
    "does it begin with '#!'", "begin it with a line such as '#!/bin/sh'") \
  P(kDenied, kCannotExecute, "executing it was denied: {}", \
    "if its format has an interpreter of its own (binfmt_misc), grant 'exec' " \
    "on that in the policy") \
  P(kFailed, kCannotExecute, "it cannot be executed: {}", \
    "start it without landshim to see whether it works then") \
  P(kTooManyLibraries, 125, "it needs more than {} libraries, or they are " \
    "searched in too many directories", \
    "link it statically, or preload the shim without 'run'") \
  P(kNoMemory, 125, "out of memory", "raise RLIMIT_AS (ulimit -v)") \
  P(kFileSize, 125, "RLIMIT_FSIZE is {} bytes, and what is handed to the shim " \
    "takes {}", "raise it (ulimit -f), or install the shim as " \
    "/usr/local/lib/liblandshim.so") \
  P(kNoSession, 125, "a session of its own is refused: {}", \
    "allow setsid(2) and clone(2), or leave '--new-session' away") \
  P(kOneLayer, 0, "{}, so it cannot load the shim: beyond the policy it keeps " \
    "what its start takes, reading or executing {} of its files", \
    "LANDSHIM_LOG=info names them") \
  P(kUnreadable, 0, "it cannot be read, so what its start takes is a guess: " \
    "if it is static, it keeps reading the system's libraries and executing " \
    "the dynamic linkers", "make it readable") \
  P(kNeeded, 0, "granted for its start: '{}'", \
    "grant it in the policy if it is needed later") \
  P(kSetId, 0, "its set-id bits or file capabilities have no effect in a " \
    "sandbox", "start landshim as the user that it is to run as") \
  P(kEnvBinds, 0, "'{}' runs under the policy first, and then what it starts", \
    "grant that, or start the interpreter itself")

// clang-format on

enum class LaunchProblem : unsigned char {
#define LANDSHIM_P(name, status, what, cure) name,
  LANDSHIM_LAUNCH_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
};

// Why a launch cannot be. The texts are borrowed. Async-signal-safe.
struct LaunchRefusal {
  LaunchProblem kind = LaunchProblem::kUnknownOption;
  std::string_view place;
  Problem details;  // its arguments only

  void Set(std::string_view where, LaunchProblem what) {
    kind = what;
    place = where;
    details.count = 0;
  }
  // At most Problem::kMostArguments.
  void With(Argument argument) { details.With(argument); }

  // The exit status that it means: 125, 126 or 127.
  int status() const;
};

// Appends "PLACE: WHAT; CURE" without a newline.
void Describe(const LaunchRefusal& refusal, Text* out);

// Says it on descriptor 2, and ends the process with its status.
[[noreturn]] void End(const LaunchRefusal& refusal);

// One line on descriptor 2: "landshim: PLACE: WHAT; CURE".
void NoteWith(std::string_view place, LaunchProblem kind,
              const Argument* arguments, int count);

// The same, then ends the process with the problem's exit status.
[[noreturn]] void RefuseWith(std::string_view place, LaunchProblem kind,
                             const Argument* arguments, int count);

// Each {} of the texts takes the next argument, as in Problem; at most
// Problem::kMostArguments of them.
template <typename... Arguments>
void Note(std::string_view place, LaunchProblem kind, Arguments... arguments) {
  const Argument all[] = {Argument(arguments)..., Argument()};
  NoteWith(place, kind, all, sizeof...(arguments));
}

template <typename... Arguments>
[[noreturn]] void Refuse(std::string_view place, LaunchProblem kind,
                         Arguments... arguments) {
  const Argument all[] = {Argument(arguments)..., Argument()};
  RefuseWith(place, kind, all, sizeof...(arguments));
}

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_LAUNCH_PROBLEMS_H_
