// What a policy text says whatever the variables in it stand for: to find
// mistakes in it, and to compare it with another spelling.
#ifndef LANDSHIM_TOOLS_TEXT_MEANING_H_
#define LANDSHIM_TOOLS_TEXT_MEANING_H_

#include <string>
#include <string_view>
#include <vector>

#include "policy/source.h"

namespace landshim {

// One entry for each operand of each statement, in order: how many operands
// share a verb, comments, blanks and needless quotes make no difference. Every
// word is there twice: as it reads where all its variables have values, and
// where none has. Not for people to read.
using TextMeaning = std::vector<std::string>;

// Reads one text, be it a policy, an included file or a fragment; follows no
// include and looks at no path. Statements whose kind of operands a variable
// decides are only cut into words. False: *error is the line about the first
// mistake, without "landshim: " in front.
bool ReadMeaning(const Source& source, TextMeaning* meaning,
                 std::string* error);

// True where one spelling of a word, as the policy has it, can replace another
// without changing what is said; `included`: it is an operand of `include`.
bool ReadsTheSame(std::string_view word, std::string_view other, bool included);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_TEXT_MEANING_H_
