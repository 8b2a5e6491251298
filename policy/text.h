// A bounded text that needs no memory of its own: for messages and paths built
// where neither heap nor libc may be used.
#ifndef LANDSHIM_POLICY_TEXT_H_
#define LANDSHIM_POLICY_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace landshim {

// Appends to a buffer that the caller owns; what does not fit is cut off.
// Async-signal-safe. Not inline: it is called from everywhere.
class Text {
 public:
  Text(char* buffer, size_t capacity) : buffer_(buffer), capacity_(capacity) {}

  void Append(std::string_view s);
  void Append(char c);
  void AppendNumber(uint64_t n);

  // What must not be shown (policy/utf8.h) as \xHH, a byte each, so that no
  // path can steer a terminal or its reader.
  void AppendEscaped(std::string_view s);

  std::string_view view() const { return {buffer_, size_}; }

  // The view with a NUL behind it. The buffer must be longer than `capacity`.
  std::string_view Terminated() {
    buffer_[size_] = '\0';
    return view();
  }

  // Something may have been cut off.
  bool full() const { return size_ == capacity_; }

 private:
  char* buffer_;
  size_t capacity_;
  size_t size_ = 0;
};

// text == literal and text.starts_with(literal), as calls: in line, each use
// would cost the shim three times the bytes. Async-signal-safe.
bool Is(std::string_view text, const char* literal);
bool Begins(std::string_view text, const char* literal);

// What comes before the first such character, or all. Async-signal-safe, as the
// next two.
std::string_view Before(std::string_view text, char separator);

// What follows the last '/'.
std::string_view BaseName(std::string_view path);

// True for what separates the entries of LD_PRELOAD and of ld.so.preload.
bool IsListSeparator(char c);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_TEXT_H_
