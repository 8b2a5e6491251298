// Looking up words in tables whose rows begin with their name in place.
#ifndef LANDSHIM_POLICY_TABLE_H_
#define LANDSHIM_POLICY_TABLE_H_

#include <cstddef>
#include <string_view>

namespace landshim {

// The index of the row called `name` among `count` rows of `row_size` bytes;
// `count` where there is none. One function for all tables keeps the shim
// small. Async-signal-safe.
size_t FindName(const char* names, size_t row_size, size_t count,
                std::string_view name);

// The index of the row called `name`, or the number of rows.
template <typename Row, size_t kCount>
size_t FindIndex(const Row (&table)[kCount], std::string_view name) {
  return FindName(table[0].name, sizeof(Row), kCount, name);
}

// The row called `name`, or nullptr.
template <typename Row, size_t kCount>
const Row* FindRow(const Row (&table)[kCount], std::string_view name) {
  const size_t index = FindIndex(table, name);
  return index == kCount ? nullptr : &table[index];
}

}  // namespace landshim

#endif  // LANDSHIM_POLICY_TABLE_H_
