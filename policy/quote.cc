// Quotes only where the reader would see something else.
#include "policy/quote.h"

#include "policy/utf8.h"

namespace landshim {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

bool NeedsQuotes(std::string_view word) {
  if (word.empty() || word[0] == '#' || word[0] == '~' || word[0] == '<') {
    return true;
  }
  while (!word.empty()) {
    const size_t visible = VisibleSize(word);
    const char c = word[0];
    if (visible == 0 || c == ' ' || c == ';' || c == '"' || c == '$') {
      return true;
    }
    word.remove_prefix(visible);
  }
  return false;
}

}  // namespace

std::string Quote(std::string_view word) {
  if (!NeedsQuotes(word)) return std::string(word);
  std::string out = "\"";
  while (!word.empty()) {
    const char c = word[0];
    const auto byte = static_cast<unsigned char>(c);
    const size_t visible = VisibleSize(word);
    if (c == '"' || c == '\\' || c == '$') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (visible == 0) {
      out += "\\x";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    } else {
      out += word.substr(0, visible);
    }
    word.remove_prefix(visible == 0 ? 1 : visible);
  }
  return out + '"';
}

std::string NamesOf(AccessMasks access) {
  std::string names;
  for (const Right& r : kRights) {
    if (!access.Overlaps(r.Masks())) continue;
    if (!names.empty()) names += ',';
    names += r.Name();
  }
  return names;
}

}  // namespace landshim
