// The first line of a script, as the kernel reads it.
#ifndef LANDSHIM_SHIM_LAUNCH_SCRIPT_LINE_H_
#define LANDSHIM_SHIM_LAUNCH_SCRIPT_LINE_H_

#include <cstddef>
#include <string_view>

namespace landshim {

// What the kernel looks at (BINPRM_BUF_SIZE in include/uapi/linux/binfmts.h).
inline constexpr size_t kFirstBytes = 256;

// Views into the bytes that were read.
struct ScriptLine {
  std::string_view interpreter;
  std::string_view argument;  // null data: there is none
};

// `bytes`: the file's first kFirstBytes, or all of them. False: not a script
// that the kernel follows. To the byte as load_script() in fs/binfmt_script.c
// (Linux 5.0 and later). Async-signal-safe.
bool ReadScriptLine(std::string_view bytes, ScriptLine* out);

}  // namespace landshim

#endif  // LANDSHIM_SHIM_LAUNCH_SCRIPT_LINE_H_
