// What `#!/usr/bin/env ARGUMENT` starts, as far as it can be told without env.
#ifndef LANDSHIM_SHIM_LAUNCH_ENV_LINE_H_
#define LANDSHIM_SHIM_LAUNCH_ENV_LINE_H_

#include <cstddef>
#include <string_view>

namespace landshim {

inline constexpr size_t kMostEnvWords = 16;

// A program and its first arguments; views into the argument.
struct EnvLine {
  std::string_view words[kMostEnvWords];
  size_t count = 0;
};

// The kernel passes all of the line as one argument. It is one word, or words
// behind -S (coreutils 8.30). False where it is neither: options, variables,
// quotes, escapes. Async-signal-safe.
bool ReadEnvLine(std::string_view argument, EnvLine* out);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_ENV_LINE_H_
