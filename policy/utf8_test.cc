// Every character, and every sequence of up to three bytes.
#include "policy/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace landshim {
namespace {

std::string Encode(uint32_t code) {
  const auto byte = [](uint32_t value) {
    return std::string(1, static_cast<char>(value));
  };
  const auto next = [&](int shift) {
    return byte(0x80 | (code >> shift & 0x3f));
  };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xc0 | code >> 6) + next(0);
  if (code < 0x10000) return byte(0xe0 | code >> 12) + next(6) + next(0);
  return byte(0xf0 | code >> 18) + next(12) + next(6) + next(0);
}

bool IsSurrogate(uint32_t code) { return code >= 0xd800 && code <= 0xdfff; }

TEST(Utf8, IsReadAsItIsWritten) {
  for (uint32_t code = 0; code <= 0x10ffff; ++code) {
    const std::string text = Encode(code);
    const Character found = FirstCharacter(text + "x");
    ASSERT_EQ(found.size, IsSurrogate(code) ? 0 : text.size()) << code;
    if (found.size != 0) {
      ASSERT_EQ(found.code, code);
    }
    // Cut off it is none.
    ASSERT_EQ(FirstCharacter(text.substr(0, text.size() - 1)).size, 0) << code;
  }
  EXPECT_EQ(FirstCharacter(Encode(0x110000)).size, 0);
}

TEST(Utf8, HasOneFormForEachCharacter) {
  for (uint32_t bytes = 0; bytes <= 0xffffff; ++bytes) {
    const std::string text = {static_cast<char>(bytes >> 16),
                              static_cast<char>(bytes >> 8),
                              static_cast<char>(bytes)};
    const Character found = FirstCharacter(text);
    if (found.size == 0) continue;
    ASSERT_EQ(Encode(found.code), text.substr(0, found.size)) << bytes;
  }
}

TEST(Utf8, IsShownUnlessItSteersTheReader) {
  const auto shown = [](uint32_t code) {
    return VisibleSize(Encode(code)) != 0;
  };
  for (const uint32_t code : {0x20U, 0x7eU, 0xa0U, 0xe9U, 0x5d0U, 0x628U,
                              0x65e5U, 0x3000U, 0x1f600U, 0xfffdU, 0x10fffdU}) {
    EXPECT_TRUE(shown(code)) << code;
  }
  for (const uint32_t code :
       {0x0U,     0x1bU,    0x7fU,    0x80U,    0x9bU,   0x9fU,    0x61cU,
        0x200eU,  0x200fU,  0x2028U,  0x2029U,  0x202aU, 0x202eU,  0x2066U,
        0x2069U,  0xfeffU,  0xe0041U, 0xadU,    0x34fU,  0x115fU,  0x1160U,
        0x17b5U,  0x180eU,  0x180fU,  0x200dU,  0x2800U, 0x3164U,  0xfdd0U,
        0xfe0fU,  0xffa0U,  0xfff0U,  0xfffeU,  0xffffU, 0x1bca0U, 0x1d173U,
        0x1fffeU, 0xe0100U, 0xe0fffU, 0x10ffffU}) {
    EXPECT_FALSE(shown(code)) << code;
  }
  EXPECT_EQ(VisibleSize(""), 0);
  EXPECT_EQ(VisibleSize("\x9b"), 0);
}

}  // namespace
}  // namespace landshim
