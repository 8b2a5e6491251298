// Appending, digit by digit and byte by byte.
#include "policy/text.h"

#include "policy/utf8.h"

namespace landshim {

void Text::Append(char c) {
  if (size_ < capacity_) buffer_[size_++] = c;
}

void Text::Append(std::string_view s) {
  for (char c : s) Append(c);
}

void Text::AppendNumber(uint64_t n) {
  if (n >= 10) AppendNumber(n / 10);
  Append(static_cast<char>('0' + n % 10));
}

void Text::AppendEscaped(std::string_view s) {
  constexpr char kHex[] = "0123456789abcdef";
  while (!s.empty()) {
    const size_t visible = VisibleSize(s);
    const auto byte = static_cast<unsigned char>(s[0]);
    if (visible != 0) {
      Append(s.substr(0, visible));
      s.remove_prefix(visible);
      continue;
    }
    Append('\\');
    Append('x');
    Append(kHex[byte >> 4]);
    Append(kHex[byte & 15]);
    s.remove_prefix(1);
  }
}

bool Begins(std::string_view text, const char* literal) {
  for (char c : text) {
    if (*literal == '\0') return true;
    if (*literal++ != c) return false;
  }
  return *literal == '\0';
}

bool Is(std::string_view text, const char* literal) {
  for (char c : text) {
    if (*literal == '\0' || *literal++ != c) return false;
  }
  return *literal == '\0';
}

std::string_view Before(std::string_view text, char separator) {
  return text.substr(0, text.find(separator));
}

std::string_view BaseName(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool IsListSeparator(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == ':';
}

}  // namespace landshim
