#include "tools/explainer/utf8_words.h"

#include <algorithm>

#include "tools/recording/utf8.h"

namespace landshim {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

// How many bytes the first word of `text` has, its quotes among them.
size_t WordSize(std::string_view text) {
  if (text.empty() || text.front() != '"') {
    return std::min(text.find(' '), text.size());
  }
  size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

std::string Utf8Word(std::string_view word) {
  if (IsUtf8(word)) return std::string(word);
  const bool quoted = word.front() == '"';
  std::string out = quoted ? "" : "\"";
  while (!word.empty()) {
    const size_t size = CharacterSize(word);
    if (size == 0) {
      const auto byte = static_cast<unsigned char>(word.front());
      out += "\\x";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    } else {
      // Without quotes a backslash is one as it stands.
      if (!quoted && word.front() == '\\') out += '\\';
      out += word.substr(0, size);
    }
    word.remove_prefix(std::max<size_t>(size, 1));
  }
  return quoted ? out : out + '"';
}

}  // namespace

std::string Utf8Words(std::string_view words) {
  std::string out;
  while (!words.empty()) {
    if (words.front() == ' ') {
      out += ' ';
      words.remove_prefix(1);
      continue;
    }
    const size_t size = WordSize(words);
    out += Utf8Word(words.substr(0, size));
    words.remove_prefix(size);
  }
  return out;
}

}  // namespace landshim
