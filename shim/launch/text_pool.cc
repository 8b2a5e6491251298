// Each piece of memory is cut off from its front.
#include "shim/launch/text_pool.h"

#include <cstdint>
#include <cstring>

#include "shim/syscalls.h"

namespace landshim {

char* TextPool::Take(size_t size, size_t alignment) {
  if (!begun_) {
    begun_ = true;
    at_ = few_;
    free_ = kFew;
  }
  const size_t skip = -reinterpret_cast<uintptr_t>(at_) & (alignment - 1);
  if (size <= free_ && free_ - size >= skip) {
    char* const taken = at_ + skip;
    at_ = taken + size;
    free_ -= skip + size;
    return taken;
  }
  if (size > kMost || mapped_ > kMost - size) return nullptr;
  const size_t needed = sizeof(Piece) + size;
  const size_t piece_size = needed < kPiece ? kPiece : needed;
  const long pages = sys::MapPages(piece_size);
  if (pages < 0 && pages > -4096) return nullptr;
  auto* piece = reinterpret_cast<Piece*>(pages);
  *piece = {pieces_, piece_size};
  pieces_ = piece;
  mapped_ += piece_size;
  char* const taken = reinterpret_cast<char*>(piece + 1);
  // What is left of the piece before may be the larger rest.
  if (piece_size - needed > free_) {
    at_ = taken + size;
    free_ = piece_size - needed;
  }
  return taken;
}

const char* TextPool::Keep(std::string_view a, std::string_view b,
                           std::string_view c) {
  char* const text = Take(a.size() + b.size() + c.size() + 1, 1);
  if (text == nullptr) return nullptr;
  char* at = text;
  for (const std::string_view piece : {a, b, c}) {
    if (!piece.empty()) std::memcpy(at, piece.data(), piece.size());
    at += piece.size();
  }
  *at = '\0';
  return text;
}

void* TextPool::KeepRoom(size_t size) { return Take(size, alignof(void*)); }

void TextPool::Release() {
  while (pieces_ != nullptr) {
    Piece* const before = pieces_->before;
    sys::UnmapPages(pieces_, pieces_->size);
    pieces_ = before;
  }
  mapped_ = 0;
  begun_ = false;
}

}  // namespace landshim
