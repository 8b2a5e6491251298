// Files of lines and fields, as the system has them.
#ifndef LANDSHIM_TOOLS_SYSTEM_FIELDS_H_
#define LANDSHIM_TOOLS_SYSTEM_FIELDS_H_

#include <algorithm>
#include <string_view>

namespace landshim {

// What stands before the separator, all if there is none. *text loses both.
inline std::string_view TakeUntil(char separator, std::string_view* text) {
  const size_t end = std::min(text->find(separator), text->size());
  const std::string_view part = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return part;
}

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SYSTEM_FIELDS_H_
