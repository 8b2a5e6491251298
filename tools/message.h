// What the landshim command says on descriptor 2, and the parts of it.
#ifndef LANDSHIM_TOOLS_MESSAGE_H_
#define LANDSHIM_TOOLS_MESSAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "policy/problem.h"

namespace landshim {

// The exit status of everything that landshim itself could not do.
inline constexpr int kLandshimFailed = 125;

// Writes "landshim: TEXT" on descriptor 2 and returns kLandshimFailed. The text
// is "WHERE: WHAT; CURE"; what it quotes of the user's must be escaped.
int Complain(std::string_view text);

// The same, for what is no failure: the command goes on.
void Note(std::string_view text);

// `text` with control characters as \xHH, so that no name steers a terminal.
std::string Escape(std::string_view text);

// `word` as a shell reads it back: in quotes, or with what must not be shown as
// \xHH in those of $'...'.
std::string ShellWord(const std::string& word);

// "PLACE: WHAT; CURE", escaped.
std::string DescribeProblem(const Problem& problem);

// "permission denied (EACCES)", in the words of policy/problem_table.h.
std::string DescribeError(int error);

// The candidate that `word` was most likely meant to be; empty where none is
// near. Case does not count, nor do dashes in front; the beginning of exactly
// one candidate is near to it.
std::string Nearest(std::string_view word,
                    const std::vector<std::string>& candidates);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_MESSAGE_H_
