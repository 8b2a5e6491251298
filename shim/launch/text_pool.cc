// One array that only grows: a launch is short.
#include "shim/launch/text_pool.h"

#include <cstring>

#include "shim/launch/pages.h"
#include "shim/syscalls.h"

namespace landshim {
namespace {

constexpr size_t kSize = size_t{2} << 20;

alignas(8) LANDSHIM_PAGE(3, 0) char pool[kSize];
LANDSHIM_PAGE(1, 0) constinit size_t used = 0;

}  // namespace

LANDSHIM_PAGE(2, 1) WordBuffer text_buffer;

const char* KeepText(std::string_view a, std::string_view b,
                     std::string_view c) {
  const size_t size = a.size() + b.size() + c.size();
  if (size >= kSize - used) return nullptr;
  char* const text = pool + used;
  char* at = text;
  for (const std::string_view piece : {a, b, c}) {
    if (!piece.empty()) std::memcpy(at, piece.data(), piece.size());
    at += piece.size();
  }
  *at = '\0';
  used += size + 1;
  return text;
}

void* KeepRoom(size_t size) {
  const size_t start = (used + 7) / 8 * 8;
  if (start >= kSize || size > kSize - start) {
    const long pages = sys::MapPages(size);
    return pages < 0 && pages > -4096 ? nullptr
                                      : reinterpret_cast<void*>(pages);
  }
  used = start + size;
  return pool + start;
}

}  // namespace landshim
