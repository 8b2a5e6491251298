// An open-addressing table of 64-bit hashes. A collision could only make the
// shim stricter with one path, never laxer.
#include "shim/replaceable.h"

#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// FNV-1a: a path's hash continues the hash of each directory above it.
constexpr uint64_t kHashStart = 0xcbf29ce484222325;

uint64_t Continue(uint64_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
}

// Zero marks a free slot. FNV's low bits alone would cluster.
uint64_t Finish(uint64_t hash) {
  hash ^= hash >> 32;
  return hash == 0 ? 1 : hash;
}

}  // namespace

// The slot that holds `hash`, or the free one where it belongs.
uint64_t* ReplaceableNames::Slot(uint64_t hash) const {
  size_t at = hash;
  while (table_[at & mask_] != 0 && table_[at & mask_] != hash) ++at;
  return &table_[at & mask_];
}

bool ReplaceableNames::Insert(uint64_t hash) {
  if (table_ == nullptr) {
    table_ = few_;
    mask_ = kFewDirectories * 2 - 1;
  }
  uint64_t* slot = Slot(hash);
  if (*slot == hash) return true;
  if (2 * count_ > mask_) return Grow() && Insert(hash);
  *slot = hash;
  ++count_;
  return true;
}

bool ReplaceableNames::Grow() {
  uint64_t* const old_table = table_;
  const size_t old_size = mask_ + 1;
  const long pages = sys::MapPages(2 * old_size * sizeof(uint64_t));
  if (pages < 0 && pages > -4096) return false;
  table_ = reinterpret_cast<uint64_t*>(pages);
  mask_ = 2 * old_size - 1;
  for (size_t i = 0; i < old_size; ++i) {
    if (old_table[i] != 0) *Slot(old_table[i]) = old_table[i];
  }
  if (old_table != few_) {
    sys::UnmapPages(old_table, old_size * sizeof(uint64_t));
  }
  return true;
}

bool ReplaceableNames::Add(std::string_view directory) {
  if (directory.size() == 1) {
    root_ = true;
    return true;
  }
  uint64_t hash = kHashStart;
  for (char c : directory) hash = Continue(hash, c);
  return Insert(Finish(hash));
}

std::string_view ReplaceableNames::Above(std::string_view path) const {
  if (root_ && path.size() > 1) return "/"sv;
  if (count_ == 0) return {};
  uint64_t hash = kHashStart;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '/' && i > 0 && *Slot(Finish(hash)) != 0) {
      return path.substr(0, i);
    }
    hash = Continue(hash, path[i]);
  }
  return {};
}

void ReplaceableNames::Release() {
  if (table_ != few_ && table_ != nullptr) {
    sys::UnmapPages(table_, (mask_ + 1) * sizeof(uint64_t));
  }
  table_ = nullptr;
}

}  // namespace landshim
