// The process environment as data: NAME=value strings, looked up without libc.
#ifndef LANDSHIM_POLICY_ENVIRONMENT_H_
#define LANDSHIM_POLICY_ENVIRONMENT_H_

#include <string_view>

namespace landshim {

// The value of `entry` if its name is `name`, else a view with null data.
inline std::string_view ValueIfNamed(const char* entry, std::string_view name) {
  for (char c : name) {
    if (*entry++ != c) return {};
  }
  if (*entry != '=') return {};
  return entry + 1;
}

// Views a null-terminated array of NAME=value strings that the caller owns.
// Async-signal-safe. A null array is an empty environment.
struct Environment {
  const char* const* entries = nullptr;

  // The value of the first entry called `name` (as getenv(3)); its data() is
  // null where there is none. Set but empty is a non-null view of size 0.
  std::string_view Find(std::string_view name) const {
    for (const char* const* e = entries; e != nullptr && *e != nullptr; ++e) {
      const std::string_view value = ValueIfNamed(*e, name);
      if (value.data() != nullptr) return value;
    }
    return {};
  }
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_ENVIRONMENT_H_
