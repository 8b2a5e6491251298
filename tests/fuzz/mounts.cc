// Any text as proc_pid_mountinfo(5), and whether a path has other names by it.
#include "tools/system/mounts.h"

#include <string>

#include "policy/lexer.h"
#include "policy/plain_path.h"
#include "tests/fuzz/input.h"

namespace landshim::testing {

int TestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  const std::string line = '/' + TakeLine(&text);
  static WordBuffer buffer;
  if (line.size() > kLongestWord) return 0;
  bool had_dots = false;
  const std::string path(PlainPath(line, &buffer, &had_dots));
  const std::vector<std::string> names = OtherNamesOf(path, MountsIn(text));
  Require(path != "/" || names.empty(), "a name outside of everything");
  for (const std::string& name : names) {
    Require(name.starts_with('/'), "a name is a path:", name);
    Require(name != path && !name.starts_with(path + '/'),
            "a name lies outside of the path:", name);
  }
  return 0;
}

}  // namespace landshim::testing
