// The table of RFC 3629, section 4; of Unicode 15 the categories Cc, Zl and Zp,
// the property Default_Ignorable_Code_Point, the noncharacters, and what else
// leaves no mark.
#include "policy/utf8.h"

namespace landshim {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

constexpr Range kHidden[] = {
    {0, 0x1f},           // C0
    {0x7f, 0x9f},        // DEL, C1: 0x9b begins a control sequence
    {0xad, 0xad},        // soft hyphen
    {0x34f, 0x34f},      // combining grapheme joiner
    {0x61c, 0x61c},      // Arabic letter mark
    {0x115f, 0x1160},    // Hangul fillers
    {0x17b4, 0x17b5},    // Khmer inherent vowels
    {0x180b, 0x180f},    // Mongolian variations and separator
    {0x200b, 0x200f},    // spaces and joiners without width; direction marks
    {0x2028, 0x202e},    // separators; bidirectional embeddings, overrides
    {0x2060, 0x206f},    // invisible operators; bidirectional isolates
    {0x2800, 0x2800},    // a Braille pattern without dots
    {0x3164, 0x3164},    // Hangul filler
    {0xfdd0, 0xfdef},    // noncharacters
    {0xfe00, 0xfe0f},    // variations
    {0xfeff, 0xfeff},    // byte order mark
    {0xffa0, 0xffa0},    // half a Hangul filler
    {0xfff0, 0xfffb},    // nothing yet; interlinear annotations
    {0x13430, 0x1343f},  // joiners of hieroglyphs
    {0x1bca0, 0x1bca3},  // of shorthand
    {0x1d173, 0x1d17a},  // of music
    {0xe0000, 0xe0fff},  // tags, further variations
};

// The last two of each plane.
bool IsNoncharacter(uint32_t code) { return (code & 0xfffe) == 0xfffe; }

}  // namespace

Character FirstCharacter(std::string_view text) {
  if (text.empty()) return {};
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1};
  // By the number of bytes that follow the first.
  const size_t follow = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4 || text.size() <= follow) return {};
  uint32_t code = first & (0x3fU >> follow);
  for (size_t i = 1; i <= follow; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return {};
    code = code << 6 | (byte & 0x3f);
  }
  // No longer than needed, no surrogates, nothing behind the last one.
  const uint32_t least = follow == 3 ? 0x10000 : follow == 2 ? 0x800 : 0x80;
  if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    return {};
  }
  return {code, follow + 1};
}

size_t VisibleSize(std::string_view text) {
  const Character character = FirstCharacter(text);
  for (const Range& range : kHidden) {
    if (character.code >= range.first && character.code <= range.last) return 0;
  }
  return IsNoncharacter(character.code) ? 0 : character.size;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t size = FirstCharacter(text).size;
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace landshim
