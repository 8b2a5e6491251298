// A text that holds statements, and a place in it.
#ifndef LANDSHIM_POLICY_SOURCE_H_
#define LANDSHIM_POLICY_SOURCE_H_

#include <cstdint>
#include <string_view>

namespace landshim {

enum class SourceKind : uint8_t {
  kFile,      // a policy file: begins with `landshim 1`, has one `abi`
  kRules,     // LANDSHIM_RULES or a flag: needs neither
  kIncluded,  // a file named by `include`: has no `abi`
  kFragment,  // a built-in fragment
};

// All views are borrowed and must outlive every reader and place over them.
struct Source {
  std::string_view name;  // as messages show it
  std::string_view text;
  SourceKind kind = SourceKind::kFile;
  // What a relative include is relative to; empty: the working directory.
  std::string_view directory = {};
  // What relative paths are relative to; empty where they are errors.
  std::string_view working_directory = {};
};

// Where a word begins. Lines and columns count from 1, columns in bytes.
// Line 0: the source as a whole.
struct Place {
  const Source* source = nullptr;
  uint32_t line = 0;
  uint32_t column = 0;
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_SOURCE_H_
