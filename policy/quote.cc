// Quotes only where the reader would see something else.
#include "policy/quote.h"

namespace landshim {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

bool NeedsQuotes(std::string_view word) {
  if (word.empty() || word[0] == '#' || word[0] == '~' || word[0] == '<') {
    return true;
  }
  for (char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f) return true;
    if (c == ';' || c == '"' || c == '$') return true;
  }
  return false;
}

}  // namespace

std::string Quote(std::string_view word) {
  if (!NeedsQuotes(word)) return std::string(word);
  std::string out = "\"";
  for (char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '$') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < ' ' || byte == 0x7f) {
      out += "\\x";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    } else {
      out += c;
    }
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
