// Words, quotes, comments, statements, and the place of each of them.
#include "policy/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "policy/lex_text.h"

namespace landshim::testing {

using namespace std::string_literals;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Words, AreSeparatedByBlanks) {
  EXPECT_THAT(Lex("read /a /b\n"),
              ElementsAre("1:1 read", "1:6 /a", "1:9 /b", "end"));
  EXPECT_THAT(Lex(" \t read\t\t/a \t \n"),
              ElementsAre("1:4 read", "1:10 /a", "end"));
}

TEST(Words, HoldEveryOtherByte) {
  EXPECT_THAT(Lex("a#b\\n'c'~{}()<>*?!&|=,\x01\x7f\xff"),
              ElementsAre("1:1 a#b\\n'c'~{}()<>*?!&|=,\x01\x7f\xff", "end"));
  EXPECT_THAT(Lex("\v\f"), ElementsAre("1:1 \v\f", "end"));
}

TEST(Statements, EndAtNewlinesSemicolonsAndTheTextsEnd) {
  EXPECT_THAT(Lex("a\nb;c"),
              ElementsAre("1:1 a", "end", "2:1 b", "end", "2:3 c", "end"));
  EXPECT_THAT(Lex("a;b;"), ElementsAre("1:1 a", "end", "1:3 b", "end"));
  EXPECT_THAT(Lex("a\n"), ElementsAre("1:1 a", "end"));
}

TEST(Statements, AreNeverEmpty) {
  EXPECT_THAT(Lex(""), IsEmpty());
  EXPECT_THAT(Lex("\n\n \t\n;;; ;\n# comment\n"), IsEmpty());
  EXPECT_THAT(Lex(";;\n;a;;\n\nb"),
              ElementsAre("2:2 a", "end", "4:1 b", "end"));
}

TEST(Comments, BeginWhereAWordCouldBegin) {
  EXPECT_THAT(Lex("# a b; c\nd # e\nf"),
              ElementsAre("2:1 d", "end", "3:1 f", "end"));
  EXPECT_THAT(Lex("a;#b"), ElementsAre("1:1 a", "end"));
  EXPECT_THAT(Lex("a#b #c"), ElementsAre("1:1 a#b", "end"));
  EXPECT_THAT(Lex("\"\"#b"), ElementsAre("1:1 \"#b\"", "end"));
}

TEST(Comments, HoldWhatElsewhereWouldBeAMistake) {
  EXPECT_THAT(Lex("# \" ${ $A \\q ${A:-\na"), ElementsAre("2:1 a", "end"));
}

TEST(Columns, CountBytesFromOne) {
  EXPECT_THAT(Lex("\xc3\xa9 a"), ElementsAre("1:1 \xc3\xa9", "1:4 a", "end"));
  EXPECT_THAT(Lex("\ta\n  b"), ElementsAre("1:2 a", "end", "2:3 b", "end"));
}

TEST(Columns, AreThoseOfTheTextNotOfTheValues) {
  EXPECT_THAT(Lex("${LONG} a", {"LONG=xxxxxxxxxxxxxxxxxxxx"}),
              ElementsAre("1:1 xxxxxxxxxxxxxxxxxxxx", "1:9 a", "end"));
}

TEST(Quotes, KeepBlanksCommentsAndSeparators) {
  EXPECT_THAT(Lex("\"a b\t;# c\" d"),
              ElementsAre("1:1 \"a b\t;# c\"", "1:12 d", "end"));
}

TEST(Quotes, MayBeginWithinAWord) {
  EXPECT_THAT(Lex("/a\" \"b\" \"c d"),
              ElementsAre("1:1 \"/a b c\"", "1:12 d", "end"));
  EXPECT_THAT(Lex("\"a\"\"b\""), ElementsAre("1:1 \"ab\"", "end"));
}

TEST(Quotes, MayHoldNothing) {
  EXPECT_THAT(Lex("\"\""), ElementsAre("1:1 \"\"", "end"));
}

TEST(Quotes, MustEndOnTheirLine) {
  EXPECT_THAT(
      Lex("a \"b\n\""),
      ElementsAre("1:1 a",
                  "app.policy:1:3: this quote is not closed on its line; add "
                  "the closing '\"'; a newline is written \\n"));
  EXPECT_THAT(
      Lex("a b\"c"),
      ElementsAre("1:1 a",
                  "app.policy:1:4: this quote is not closed on its line; add "
                  "the closing '\"'; a newline is written \\n"));
}

TEST(Escapes, AreSixInsideQuotes) {
  EXPECT_THAT(Lex(R"("\"\\\$\n\t\x41")"),
              ElementsAre("1:1 \"\"\\$\n\tA\"", "end"));
}

TEST(Escapes, InHexadecimalReachEveryByteButNul) {
  constexpr char kLower[] = "0123456789abcdef";
  constexpr char kUpper[] = "0123456789ABCDEF";
  for (int byte = 1; byte < 256; ++byte) {
    const std::string expected =
        "1:1 \"" + std::string(1, static_cast<char>(byte)) + "\"";
    for (const char* digits : {kLower, kUpper}) {
      const std::string text =
          std::string("\"\\x") + digits[byte / 16] + digits[byte % 16] + "\"";
      EXPECT_THAT(Lex(text), ElementsAre(expected, "end")) << text;
    }
  }
  EXPECT_THAT(Lex(R"("\x00")"),
              ElementsAre("app.policy:1:2: '\\x00' in a word; no path can hold "
                          "a NUL byte"));
}

TEST(Escapes, OfAnyOtherByteAreMistakes) {
  for (int byte = 1; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    if (std::strchr("\"\\$ntx\n", c) != nullptr) continue;
    const std::vector<std::string> tokens =
        Lex("\"ab\\" + std::string(1, c) + "\"");
    ASSERT_EQ(tokens.size(), 1U) << byte;
    EXPECT_EQ(tokens[0].rfind("app.policy:1:4: unknown escape '\\", 0), 0U)
        << tokens[0];
  }
}

TEST(Escapes, ThatAreIncompleteAreMistakes) {
  const std::string cure =
      "'; inside quotes write \\\" \\\\ \\$ \\n \\t or \\xHH";
  const std::string bad_x = "app.policy:1:2: unknown escape '\\x" + cure;
  EXPECT_THAT(Lex(R"("\x")"), ElementsAre(bad_x));
  EXPECT_THAT(Lex(R"("\x4")"), ElementsAre(bad_x));
  EXPECT_THAT(Lex(R"("\x4g")"), ElementsAre(bad_x));
  EXPECT_THAT(Lex(R"("\xg4")"), ElementsAre(bad_x));
  EXPECT_THAT(Lex(R"("\x)"), ElementsAre(bad_x));
  EXPECT_THAT(Lex(R"("\x4)"), ElementsAre(bad_x));
  const std::string bad_end = "app.policy:1:2: unknown escape '\\" + cure;
  EXPECT_THAT(Lex(R"("\)"), ElementsAre(bad_end));
  EXPECT_THAT(Lex("\"\\\n\""), ElementsAre(bad_end));
  EXPECT_THAT(Lex("\"\\\0\""s),
              ElementsAre("app.policy:1:2: unknown escape '\\\\x00" + cure));
}

TEST(Escapes, AreOrdinaryBytesOutsideQuotes) {
  EXPECT_THAT(Lex(R"(a\nb\x41\\)"), ElementsAre(R"(1:1 a\nb\x41\\)", "end"));
  EXPECT_THAT(Lex("a\\ b"), ElementsAre("1:1 a\\", "1:4 b", "end"));
}

TEST(NulBytes, AreMistakesAnywhere) {
  const std::string what = ": NUL byte; a policy is text: remove it";
  EXPECT_THAT(Lex("\0"s), ElementsAre("app.policy:1:1" + what));
  EXPECT_THAT(Lex("a\0"s), ElementsAre("app.policy:1:2" + what));
  EXPECT_THAT(Lex("a\n \0"s),
              ElementsAre("1:1 a", "end", "app.policy:2:2" + what));
  EXPECT_THAT(Lex("# a\0"s), ElementsAre("app.policy:1:4" + what));
  EXPECT_THAT(Lex("\"a\0\""s), ElementsAre("app.policy:1:3" + what));
  EXPECT_THAT(Lex("${A:-\0}"s), ElementsAre("app.policy:1:6" + what));
  EXPECT_THAT(Lex("${A:-\0}"s, {"A=a"}), ElementsAre("app.policy:1:6" + what));
  EXPECT_THAT(Lex("~\0"s, {"HOME=/h"}), ElementsAre("app.policy:1:2" + what));
}

TEST(CarriageReturns, AreMistakesAnywhere) {
  const std::string what =
      ": carriage return; save the file with Unix line ends";
  EXPECT_THAT(Lex("a\r\n"), ElementsAre("app.policy:1:2" + what));
  EXPECT_THAT(Lex("\r\n"), ElementsAre("app.policy:1:1" + what));
  EXPECT_THAT(Lex("# a\r\n"), ElementsAre("app.policy:1:4" + what));
  EXPECT_THAT(Lex("\"a\r\""), ElementsAre("app.policy:1:3" + what));
  EXPECT_THAT(Lex("${A:-a\r}"), ElementsAre("app.policy:1:7" + what));
}

TEST(ByteOrderMarks, AreMistakesAtTheBeginning) {
  const std::string bom = "\xef\xbb\xbf";
  const std::string line =
      "app.policy:1:1: byte-order mark; save the file as UTF-8 without one";
  EXPECT_THAT(Lex(bom), ElementsAre(line));
  EXPECT_THAT(Lex(bom + "a"), ElementsAre(line));
  EXPECT_THAT(Lex(bom + "# a"), ElementsAre(line));
  EXPECT_THAT(Lex("\xef\xbb"), ElementsAre("1:1 \xef\xbb", "end"));
  EXPECT_THAT(Lex("a " + bom), ElementsAre("1:1 a", "1:3 " + bom, "end"));
}

TEST(LongWords, MayHave4095Bytes) {
  const std::string longest(4095, 'a');
  const std::string line =
      "app.policy:1:1: word is longer than 4095 bytes; no path can be that "
      "long";
  EXPECT_THAT(Lex(longest), ElementsAre("1:1 " + longest, "end"));
  EXPECT_THAT(Lex(longest + "a"), ElementsAre(line));
  EXPECT_THAT(Lex('"' + longest + '"'),
              ElementsAre("1:1 \"" + longest + '"', "end"));
  EXPECT_THAT(Lex('"' + longest + "a\""), ElementsAre(line));
  EXPECT_THAT(Lex(longest + " b"),
              ElementsAre("1:1 " + longest, "1:4097 b", "end"));
}

TEST(LongWords, AreMeasuredAfterExpansion) {
  const std::string half(2047, 'h');
  EXPECT_THAT(Lex("/${A}${A}", {"A=" + half}),
              ElementsAre("1:1 /" + half + half, "end"));
  EXPECT_THAT(Lex("b //${A}${A}", {"A=" + half}),
              ElementsAre("1:1 b",
                          "app.policy:1:3: word is longer than 4095 bytes; no "
                          "path can be that long"));
  std::string escaped = "\"";
  for (int i = 0; i < 4095; ++i) escaped += "\\x61";
  EXPECT_THAT(Lex(escaped + '"'),
              ElementsAre("1:1 \"" + std::string(4095, 'a') + '"', "end"));
}

TEST(LongTexts, KeepTheirPlaces) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "#\n";
  text += std::string(70000, ' ') + "a";
  EXPECT_THAT(Lex(text), ElementsAre("100001:70001 a", "end"));
}

}  // namespace
}  // namespace landshim::testing
