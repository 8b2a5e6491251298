// What lives as long as the launch: paths put together from pieces, and lists.
#ifndef LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_
#define LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_

#include <cstddef>
#include <string_view>

#include "policy/lexer.h"

namespace landshim {

// For a text that is used before the next one is needed.
extern WordBuffer text_buffer;

// All of the pieces as one NUL-terminated text; nullptr where the pool of
// 2 MiB is full. Async-signal-safe.
const char* KeepText(std::string_view a, std::string_view b = {},
                     std::string_view c = {});

// Zeroed memory, aligned for pointers: from the pool, else fresh pages; nullptr
// where there are none. Async-signal-safe.
void* KeepRoom(size_t size);

// A list that only grows, in such memory.
template <typename T>
class KeptList {
 public:
  constexpr KeptList() = default;

  // False: no memory.
  bool Add(const T& item) {
    if (size_ == room_ && !Grow()) return false;
    items_[size_++] = item;
    return true;
  }

  void Clear() { size_ = 0; }

  // References are valid until the next Add().
  int size() const { return size_; }
  T& operator[](int index) { return items_[index]; }
  const T& operator[](int index) const { return items_[index]; }
  const T* begin() const { return items_; }
  const T* end() const { return items_ + size_; }

 private:
  bool Grow() {
    const int room = room_ == 0 ? 8 : 2 * room_;
    auto* items =
        static_cast<T*>(KeepRoom(static_cast<size_t>(room) * sizeof(T)));
    if (items == nullptr) return false;
    for (int i = 0; i < size_; ++i) items[i] = items_[i];
    items_ = items;
    room_ = room;
    return true;
  }

  T* items_ = nullptr;
  int size_ = 0;
  int room_ = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_
