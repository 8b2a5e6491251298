// The kernel's buffer is filled up with NULs behind the end of a short file.
#include "shim/launch/script_line.h"

namespace landshim {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// The bytes of the kernel's buffer.
class Buffer {
 public:
  explicit Buffer(std::string_view bytes) : bytes_(bytes) {}

  char operator[](size_t at) const {
    return at < bytes_.size() ? bytes_[at] : '\0';
  }

  // The first position from `at` to `last` that is no blank; `last` + 1: none.
  size_t SkipBlanks(size_t at, size_t last) const {
    while (at <= last && IsBlank((*this)[at])) ++at;
    return at;
  }

  // The first one with a blank or NUL.
  size_t FindEnd(size_t at, size_t last) const {
    while (at <= last && !IsBlank((*this)[at]) && (*this)[at] != '\0') ++at;
    return at;
  }

  // The text from `at` on: up to `end`, where the kernel writes a NUL.
  std::string_view TextAt(size_t at, size_t end) const {
    size_t size = 0;
    while (at + size < end && (*this)[at + size] != '\0') ++size;
    return at < bytes_.size() ? bytes_.substr(at, size) : std::string_view("");
  }

 private:
  std::string_view bytes_;
};

}  // namespace

bool ReadScriptLine(std::string_view bytes, ScriptLine* out) {
  constexpr size_t kLast = kFirstBytes - 1;
  constexpr size_t kBehindMark = 2;
  const Buffer buffer(bytes.substr(0, kFirstBytes));
  if (buffer[0] != '#' || buffer[1] != '!') return false;
  // strnchr() ends at the first NUL.
  size_t end = 0;
  while (end <= kLast && buffer[end] != '\n' && buffer[end] != '\0') ++end;
  if (end > kLast || buffer[end] != '\n') {
    const size_t name = buffer.SkipBlanks(kBehindMark, kLast);
    // Nothing but blanks, or a path that is cut off and would name another
    // file.
    if (name > kLast || buffer.FindEnd(name, kLast) > kLast) return false;
    end = kLast;
  }
  while (IsBlank(buffer[end - 1])) --end;
  const size_t name = buffer.SkipBlanks(kBehindMark, end);
  if (name >= end) return false;
  const size_t name_end = buffer.FindEnd(name, end);
  *out = {};
  if (name_end <= end && buffer[name_end] != '\0') {
    const size_t argument = buffer.SkipBlanks(name_end, end);
    if (argument <= end) out->argument = buffer.TextAt(argument, end);
  }
  out->interpreter = buffer.TextAt(name, name_end < end ? name_end : end);
  return true;
}

}  // namespace landshim
