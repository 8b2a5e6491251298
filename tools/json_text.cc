// RFC 8259, section 7: \u and four digits, two of them beyond U+FFFF.
#include "tools/json_text.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "policy/utf8.h"

namespace landshim {
namespace {

void AppendUnit(uint32_t unit, std::string* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  *out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    *out += kDigits[unit >> shift & 15];
  }
}

void AppendEscape(uint32_t code, std::string* out) {
  constexpr uint32_t kFirstPair = 0x10000;
  if (code < kFirstPair) return AppendUnit(code, out);
  AppendUnit(0xd800 + ((code - kFirstPair) >> 10), out);
  AppendUnit(0xdc00 + ((code - kFirstPair) & 0x3ff), out);
}

}  // namespace

std::string JsonText(const nlohmann::ordered_json& document) {
  using Json = nlohmann::ordered_json;
  const std::string json =
      document.dump(2, ' ', false, Json::error_handler_t::replace);
  std::string text;
  for (std::string_view rest = json; !rest.empty();) {
    const Character first = FirstCharacter(rest);
    // Newlines stand between values only.
    if (first.code == '\n' || VisibleSize(rest) != 0) {
      text += rest.substr(0, first.size);
    } else {
      AppendEscape(first.code, &text);
    }
    rest.remove_prefix(std::max<size_t>(first.size, 1));
  }
  return text + '\n';
}

void AppendJsonString(std::string_view text, std::string* out) {
  while (!text.empty()) {
    const Character first = FirstCharacter(text);
    if (first.code == '"' || first.code == '\\') {
      *out += '\\';
      *out += text.front();
    } else if (VisibleSize(text) == 0) {
      AppendEscape(first.code, out);
    } else {
      *out += text.substr(0, first.size);
    }
    text.remove_prefix(std::max<size_t>(first.size, 1));
  }
}

}  // namespace landshim
