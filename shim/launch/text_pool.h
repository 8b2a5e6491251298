// What lives as long as a launch: paths put together from pieces, and lists.
#ifndef LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_
#define LANDSHIM_SHIM_LAUNCH_TEXT_POOL_H_

#include <cstddef>
#include <string_view>

namespace landshim {

// Memory that is only given back as a whole. What a usual launch needs lies in
// the pool itself; more is mapped in pieces as it is asked for, so that the
// executable needs no address space for what is never used (RLIMIT_AS).
// Async-signal-safe. A zeroed one is empty.
class TextPool {
 public:
  // Texts of policies may be large; nothing else needs more than some of it.
  static constexpr size_t kMost = size_t{256} << 20;

  constexpr TextPool() = default;

  // All of the pieces as one NUL-terminated text; nullptr: no memory.
  const char* Keep(std::string_view a, std::string_view b = {},
                   std::string_view c = {});

  // Zeroed memory, aligned for pointers; nullptr: no memory.
  void* KeepRoom(size_t size);

  // Gives everything back; nothing of it may be used from here on.
  void Release();

 private:
  static constexpr size_t kFew = 8 << 10;
  static constexpr size_t kPiece = 64 << 10;

  // The head of a mapped piece.
  struct Piece {
    Piece* before;
    size_t size;
  };

  char* Take(size_t size, size_t alignment);

  char* at_ = nullptr;  // what is free of the newest piece
  size_t free_ = 0;
  size_t mapped_ = 0;  // of all pieces
  Piece* pieces_ = nullptr;
  bool begun_ = false;
  alignas(16) char few_[kFew] = {};
};

// A list that only grows, in such memory.
template <typename T>
class KeptList {
 public:
  constexpr KeptList() = default;

  // False: no memory.
  bool Add(const T& item, TextPool* pool) {
    if (size_ == room_ && !Grow(pool)) return false;
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
  bool Grow(TextPool* pool) {
    const int room = room_ == 0 ? 8 : 2 * room_;
    auto* items =
        static_cast<T*>(pool->KeepRoom(static_cast<size_t>(room) * sizeof(T)));
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
