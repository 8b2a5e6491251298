// The only ways in which the shim speaks: one line on descriptor 2.
#ifndef LANDSHIM_SHIM_REPORT_H_
#define LANDSHIM_SHIM_REPORT_H_

#include <string_view>

#include "policy/problem.h"

namespace landshim {

// The status of a process that landshim ended.
inline constexpr int kFailureStatus = 125;

// Writes "landshim: PLACE: WHAT; CURE" and ends the process with status 125.
// Async-signal-safe, like all of these.
[[noreturn]] void Fail(const Problem& problem);

// Overloads rather than defaults: there are many calls, each as short as can
// be.
[[noreturn]] void Fail(const Place& place, ProblemKind kind);
[[noreturn]] void Fail(const Place& place, ProblemKind kind, Argument first);
[[noreturn]] void Fail(const Place& place, ProblemKind kind, Argument first,
                       Argument second);

// The place of what has a name and no lines, such as a variable. Valid until
// the next call.
Place Named(std::string_view name);

// Writes such a line and goes on.
void Report(const Problem& problem);

// A line of another kind: begins with "landshim: ", to be appended to and then
// said. There is one at a time.
Text StartLine();
void Say(Text* line);

// The longest line that is written; what exceeds it is cut off.
inline constexpr size_t kLongestLine = 12288;

// "no such file or directory (ENOENT)" for -ENOENT; "errno N" for what is rare.
// The view is valid until the next call.
std::string_view ErrorText(long negative_errno);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_REPORT_H_
