// Texts without memory of their own: appending, cutting off, escaping.
#include "policy/text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>

namespace landshim {
namespace {

using namespace std::string_view_literals;

std::string Escaped(std::string_view text) {
  char buffer[64];
  Text out(buffer, sizeof(buffer));
  out.AppendEscaped(text);
  return std::string(out.view());
}

std::string Number(uint64_t number) {
  char buffer[64];
  Text out(buffer, sizeof(buffer));
  out.AppendNumber(number);
  return std::string(out.view());
}

TEST(Text, BeginsEmpty) {
  char buffer[4];
  const Text text(buffer, sizeof(buffer));
  EXPECT_EQ(text.view(), "");
  EXPECT_FALSE(text.full());
}

TEST(Text, AppendsTextsAndCharacters) {
  char buffer[16];
  Text text(buffer, sizeof(buffer));
  text.Append("read"sv);
  text.Append(' ');
  text.Append("/etc"sv);
  text.Append(""sv);
  EXPECT_EQ(text.view(), "read /etc");
}

TEST(Text, KeepsNulBytes) {
  char buffer[8];
  Text text(buffer, sizeof(buffer));
  text.Append("a\0b"sv);
  EXPECT_EQ(text.view(), "a\0b"sv);
}

TEST(Text, CutsOffWhatDoesNotFit) {
  char buffer[5] = {0, 0, 0, 0, '#'};
  Text text(buffer, 4);
  text.Append("abc"sv);
  EXPECT_FALSE(text.full());
  text.Append("def"sv);
  EXPECT_TRUE(text.full());
  text.Append('g');
  text.AppendNumber(12);
  text.AppendEscaped("\n"sv);
  EXPECT_EQ(text.view(), "abcd");
  EXPECT_EQ(buffer[4], '#');
}

TEST(Text, OfNoCapacityTakesNothing) {
  char buffer[1] = {'#'};
  Text text(buffer, 0);
  text.Append('a');
  EXPECT_EQ(text.view(), "");
  EXPECT_TRUE(text.full());
  EXPECT_EQ(buffer[0], '#');
}

TEST(Text, IsTerminatedBehindItsLastByte) {
  char buffer[5] = {'#', '#', '#', '#', '#'};
  Text text(buffer, 4);
  text.Append("abcdef"sv);
  EXPECT_EQ(text.Terminated(), "abcd");
  EXPECT_EQ(buffer[4], '\0');
}

TEST(Text, WritesNumbersInDecimal) {
  EXPECT_EQ(Number(0), "0");
  EXPECT_EQ(Number(9), "9");
  EXPECT_EQ(Number(10), "10");
  EXPECT_EQ(Number(65535), "65535");
  EXPECT_EQ(Number(std::numeric_limits<uint64_t>::max()),
            "18446744073709551615");
}

TEST(Text, EscapesEachByteThatIsNoCharacterOrAControl) {
  constexpr char kHex[] = "0123456789abcdef";
  for (int i = 0; i < 256; ++i) {
    const char byte = static_cast<char>(i);
    const std::string expected =
        i < 0x20 || i >= 0x7f ? std::string("\\x") + kHex[i / 16] + kHex[i % 16]
                              : std::string(1, byte);
    EXPECT_EQ(Escaped({&byte, 1}), expected) << i;
  }
}

TEST(Text, EscapesWithinAText) {
  EXPECT_EQ(Escaped("/a\x1b[31m\tb\n"sv), "/a\\x1b[31m\\x09b\\x0a");
  EXPECT_EQ(Escaped("/caf\xc3\xa9"sv), "/caf\xc3\xa9");
  EXPECT_EQ(Escaped("a\xc2\x9b"
                    "b\xe2\x80\xae"
                    "c\xff\xc3"sv),
            "a\\xc2\\x9b"
            "b\\xe2\\x80\\xae"
            "c\\xff\\xc3");
}

TEST(Is, ComparesWholeTexts) {
  EXPECT_TRUE(Is("read"sv, "read"));
  EXPECT_TRUE(Is(""sv, ""));
  EXPECT_FALSE(Is("rea"sv, "read"));
  EXPECT_FALSE(Is("reads"sv, "read"));
  EXPECT_FALSE(Is("read\0"sv, "read"));
  EXPECT_FALSE(Is("Read"sv, "read"));
}

TEST(Begins, ComparesTheBeginning) {
  EXPECT_TRUE(Begins("LANDSHIM_LOG=info"sv, "LANDSHIM_"));
  EXPECT_TRUE(Begins("read"sv, "read"));
  EXPECT_TRUE(Begins("read"sv, ""));
  EXPECT_TRUE(Begins(""sv, ""));
  EXPECT_FALSE(Begins(""sv, "r"));
  EXPECT_FALSE(Begins("rea"sv, "read"));
  EXPECT_FALSE(Begins("a\0b"sv, "ab"));
}

TEST(BaseName, IsWhatFollowsTheLastSlash) {
  EXPECT_EQ(BaseName("/usr/bin/app"sv), "app");
  EXPECT_EQ(BaseName("app"sv), "app");
  EXPECT_EQ(BaseName("/usr/"sv), "");
  EXPECT_EQ(BaseName("/"sv), "");
  EXPECT_EQ(BaseName(""sv), "");
}

TEST(IsListSeparator, KnowsWhatSeparatesPreloads) {
  for (const char c : " \t\n:"sv) EXPECT_TRUE(IsListSeparator(c));
  for (const char c : ",;/a\0\r"sv) EXPECT_FALSE(IsListSeparator(c));
}

}  // namespace
}  // namespace landshim
