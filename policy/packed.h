// Texts that the build packs, so that the shim stays small: messages and the
// built-in fragments.
//
// The fragments are the files policy/fragments/*.policy; each says in comments
// what it grants and why. Packed, they are without those, but their lines have
// the numbers that they have in the file.
#ifndef LANDSHIM_POLICY_PACKED_H_
#define LANDSHIM_POLICY_PACKED_H_

#include <cstddef>
#include <string_view>

#include "policy/packed_texts.h"

namespace landshim {

// All views are valid for as long as the process, with a NUL behind each; all
// functions are async-signal-safe, but not thread-safe: the first call of each
// unpacks.

// The message text with this index: what is wrong and how to cure it take
// turns, in the order of the problem table; then come the errors' texts, then
// the verbs' examples. The first call takes some milliseconds.
std::string_view MessageText(int index);

// The fragment with this index in kFragmentNames. The first call takes some
// microseconds.
std::string_view FragmentText(size_t index);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_PACKED_H_
