// Texts that the build packs, so that the shim stays small: messages and the
// built-in fragments.
//
// The fragments are the files policy/fragments/*.policy; each says in comments
// what it grants and why. Packed, they are without those.
#ifndef LANDSHIM_POLICY_PACKED_H_
#define LANDSHIM_POLICY_PACKED_H_

#include <cstddef>

#include "policy/packed_texts.h"
#include "policy/text.h"

namespace landshim {

// Appends the message text with this index: what is wrong and how to cure it
// take turns, in the order of the problem table; then come the errors' texts,
// then the verbs' examples.
// Async-signal-safe.
void UnpackMessage(int index, Text* out);

// Appends the fragment with this index in kFragmentNames. Async-signal-safe.
void UnpackFragment(size_t index, Text* out);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_PACKED_H_
