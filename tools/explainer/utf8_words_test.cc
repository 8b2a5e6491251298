#include "tools/explainer/utf8_words.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

TEST(Utf8Words, LeavesUtf8AsItIs) {
  EXPECT_EQ(Utf8Words("read /a/\xc3\xa9 \"/a b\\\\\""),
            "read /a/\xc3\xa9 \"/a b\\\\\"");
  EXPECT_EQ(Utf8Words(""), "");
}

TEST(Utf8Words, QuotesAWordWithOtherBytes) {
  EXPECT_EQ(Utf8Words("read /a\xff\\b /c"), "read \"/a\\xff\\\\b\" /c");
}

TEST(Utf8Words, KeepsTheQuotesThatAreThere) {
  EXPECT_EQ(Utf8Words("read \"/a \\\"\xff\" /c"), "read \"/a \\\"\\xff\" /c");
}

}  // namespace
}  // namespace landshim
