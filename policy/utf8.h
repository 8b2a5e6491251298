// Characters of names that come from outside: which bytes are text, and which
// of that can be shown.
#ifndef LANDSHIM_POLICY_UTF8_H_
#define LANDSHIM_POLICY_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace landshim {

// A character of well-formed UTF-8 (RFC 3629). Async-signal-safe, as all here.
struct Character {
  uint32_t code = 0;
  size_t size = 0;  // in bytes; 0: there is none
};

// The one that begins `text`.
Character FirstCharacter(std::string_view text);

// Its size, where it may be shown as it is. 0 for what steers terminals and
// those who read them, so that its bytes are to be escaped: controls (C0, DEL,
// C1), what changes the direction of writing, line separators, what cannot be
// seen (joiners too, which some names have: two of them must not look alike),
// noncharacters, and bytes that are no UTF-8.
size_t VisibleSize(std::string_view text);

bool IsUtf8(std::string_view text);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_UTF8_H_
