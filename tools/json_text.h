// JSON as it is printed: no name in it steers the terminal that shows it.
#ifndef LANDSHIM_TOOLS_JSON_TEXT_H_
#define LANDSHIM_TOOLS_JSON_TEXT_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace landshim {

// `document`, indented, with a newline; bytes that are no UTF-8 are replaced,
// and characters that must not be shown (policy/utf8.h) are \uXXXX.
std::string JsonText(const nlohmann::ordered_json& document);

// The inside of a JSON string that means `text`, which is UTF-8.
void AppendJsonString(std::string_view text, std::string* out);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_JSON_TEXT_H_
