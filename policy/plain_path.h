// Paths as text, without what says nothing.
#ifndef LANDSHIM_POLICY_PLAIN_PATH_H_
#define LANDSHIM_POLICY_PLAIN_PATH_H_

#include <string_view>

#include "policy/lexer.h"

namespace landshim {

// `path` (absolute) without doubled or trailing '/' and without '.' and '..':
// itself if it has none of these, else written to *out, NUL-terminated.
// *had_dots: a '..' was resolved as text, which is right only where no symbolic
// link is in front of it.
std::string_view PlainPath(std::string_view path, WordBuffer* out,
                           bool* had_dots);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_PLAIN_PATH_H_
