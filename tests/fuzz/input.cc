// Texts between marks are easier for a fuzzer to keep than lengths.
#include "tests/fuzz/input.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace landshim::testing {

void Require(bool holds, const char* what, std::string_view with) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: does not hold: %s %.*s\n", what,
               static_cast<int>(std::min<size_t>(with.size(), 2000)),
               with.data());
  std::abort();
}

bool HasControlByte(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

uint8_t ByteReader::Byte() {
  if (rest_.empty()) return 0;
  const auto byte = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return byte;
}

uint64_t ByteReader::Number() {
  uint64_t number = 0;
  const size_t size = std::min(sizeof(number), rest_.size());
  std::memcpy(&number, rest_.data(), size);
  rest_.remove_prefix(size);
  return number;
}

std::string ByteReader::Text(size_t size) {
  std::string text(rest_.substr(0, size));
  rest_.remove_prefix(text.size());
  return text;
}

std::vector<std::string> Sections(const uint8_t* data, size_t size) {
  constexpr std::string_view kMark = "\n%%\n";
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> sections;
  while (true) {
    const size_t end = rest.find(kMark);
    sections.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) return sections;
    rest.remove_prefix(end + kMark.size());
  }
}

std::string TakeLine(std::string* section) {
  const size_t end = section->find('\n');
  std::string line = section->substr(0, end);
  *section = end == std::string::npos ? "" : section->substr(end + 1);
  return line;
}

}  // namespace landshim::testing
