// For tests: cuts a text into tokens that own what they hold.
#ifndef LANDSHIM_POLICY_LEX_TEXT_H_
#define LANDSHIM_POLICY_LEX_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace landshim::testing {

// Every token of the text under the name "app.policy": "LINE:COLUMN TEXT" for a
// word, the text in quotes where some of it was; "LINE:COLUMN unset NAME
// LINE:COLUMN" for one with a variable that has no value ("empty NAME" if it is
// set); "end" for the end of a statement; a problem's whole line, as the last.
std::vector<std::string> Lex(std::string_view text,
                             const std::vector<std::string>& environment = {});

}  // namespace landshim::testing

#endif  // LANDSHIM_POLICY_LEX_TEXT_H_
