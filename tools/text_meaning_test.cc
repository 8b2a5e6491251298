// Two texts mean the same exactly if the shim would read the same from them,
// whatever the environment.
#include "tools/text_meaning.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

// The line about the first mistake; empty without one.
std::string MistakeIn(const std::string& text) {
  const Source source = {"app.policy", text};
  TextMeaning meaning;
  std::string error;
  return ReadMeaning(source, &meaning, &error) ? "" : error;
}

bool SameMeaning(const std::string& a, const std::string& b) {
  TextMeaning meanings[2];
  std::string error;
  EXPECT_TRUE(ReadMeaning({"a", a}, &meanings[0], &error)) << error;
  EXPECT_TRUE(ReadMeaning({"b", b}, &meanings[1], &error)) << error;
  return meanings[0] == meanings[1];
}

TEST(TextMeaning, DoesNotDependOnSpaceAndComments) {
  EXPECT_TRUE(
      SameMeaning("read /a;read /b # c", "\n\nread\t/a\n# d\nread /b\n"));
}

TEST(TextMeaning, DoesNotDependOnHowManyOperandsShareAVerb) {
  EXPECT_TRUE(SameMeaning("read? /a /b", "read? /a\nread? /b"));
  EXPECT_TRUE(SameMeaning("bind tcp 1 2", "bind tcp 1; bind tcp 2"));
  EXPECT_TRUE(SameMeaning("include <a> b", "include <a>\ninclude b"));
  EXPECT_TRUE(SameMeaning("allow read_file ${A} /b",
                          "allow read_file ${A}\nallow read_file /b"));
}

TEST(TextMeaning, DependsOnEveryWord) {
  EXPECT_FALSE(SameMeaning("read /a", "read /b"));
  EXPECT_FALSE(SameMeaning("read /a", "read? /a"));
  EXPECT_FALSE(SameMeaning("read /a", "exec /a"));
  EXPECT_FALSE(SameMeaning("read /a", "read /a /a"));
  EXPECT_FALSE(SameMeaning("read /a; exec /b", "exec /b; read /a"));
  EXPECT_FALSE(SameMeaning("connect tcp 1", "connect udp 1"));
  EXPECT_FALSE(SameMeaning("log new_exec on", "log new_exec off"));
}

TEST(TextMeaning, DependsOnWhatVariablesAreCalled) {
  EXPECT_TRUE(SameMeaning("read ${A}/x", "read \"${A}/x\""));
  EXPECT_FALSE(SameMeaning("read ${A}", "read ${B}"));
  EXPECT_FALSE(SameMeaning("read ${A}", "read /A"));
  EXPECT_FALSE(SameMeaning("read ${A}", "read ${A:-/x}"));
  EXPECT_FALSE(SameMeaning("read ${A:-/y}", "read ${A:-/x}"));
  EXPECT_FALSE(SameMeaning("read ~", "read ${HOME}/"));
  EXPECT_TRUE(SameMeaning("bind tcp \"${A}\"", "bind tcp ${A}"));
}

TEST(TextMeaning, DependsOnQuotesOnlyWhereTheyCount) {
  EXPECT_TRUE(SameMeaning("read \"/a\"", "read /a"));
  EXPECT_TRUE(SameMeaning("read /a\" \"b", "read \"/a b\""));
  EXPECT_FALSE(SameMeaning("include \"~/x\"", "include ~/x"));
  EXPECT_FALSE(SameMeaning("include \"<base>\"", "include <base>"));
  // The value could be "<base>".
  EXPECT_FALSE(SameMeaning("include? \"${A}\"", "include? ${A}"));
  EXPECT_TRUE(SameMeaning("include \"a\"", "include a"));
}

TEST(TextMeaning, NeedsNeitherVersionNorAbi) {
  EXPECT_EQ(MistakeIn(""), "");
  EXPECT_EQ(MistakeIn("read /a"), "");
  EXPECT_EQ(MistakeIn("landshim 1; abi 4..11"), "");
}

TEST(TextMeaning, NamesThePlaceOfAMistake) {
  EXPECT_EQ(MistakeIn("read /a\n  raed /b"),
            "app.policy:2:3: unknown statement 'raed'; did you mean 'read'?");
  EXPECT_EQ(MistakeIn("read \"/a"),
            "app.policy:1:6: this quote is not closed on its line; add the "
            "closing '\"'; a newline is written \\n");
  EXPECT_EQ(MistakeIn("read /a b"),
            "app.policy:1:9: relative path 'b'; write it from the root; ~ and "
            "${NAME} expand");
}

TEST(TextMeaning, FindsMistakesBehindVariables) {
  EXPECT_EQ(MistakeIn("read ${A}/long/name b"),
            "app.policy:1:21: relative path 'b'; write it from the root; ~ and "
            "${NAME} expand");
  EXPECT_EQ(MistakeIn("connect tcp ${PORT} https"),
            "app.policy:1:21: bad port 'https'; ports are numbers: 443");
  EXPECT_EQ(MistakeIn("connect \"unix\" ${A} b"),
            "app.policy:1:21: relative path 'b'; write it from the root; ~ and "
            "${NAME} expand");
  EXPECT_EQ(MistakeIn("allow bind_tcp ${A} b"),
            "app.policy:1:21: bad port 'b'; ports are numbers: 443, or "
            "8000..8010");
}

TEST(TextMeaning, TakesVariablesWhereverTheyMayStand) {
  for (const char* text :
       {"landshim ${A}", "abi ${A}..${B}", "include ${A} <b>", "${A}", "${A} b",
        "read${A} b", "read ${A} ~", "allow ${A} b", "allow read_${A} /b",
        "allow read_file ${A}", "allow bind_tcp ${A}", "connect ${A} b",
        "connect unix ${A}", "bind udp ${A}..9", "unscope ${A}", "log ${A} on",
        "unrestrict net.${A}", "log new_exec ${A}", "quiet ${A:-~/b}/c"}) {
    EXPECT_EQ(MistakeIn(text), "") << text;
  }
}

TEST(ReadsTheSame, ComparesSpellingsOfOneWord) {
  EXPECT_TRUE(ReadsTheSame("\"/a\"", "/a", false));
  EXPECT_TRUE(ReadsTheSame("\"${A}\"", "${A}", false));
  EXPECT_FALSE(ReadsTheSame("\"${A}\"", "${A}", true));
  EXPECT_FALSE(ReadsTheSame("\"/a b\"", "/a b", false));
  EXPECT_FALSE(ReadsTheSame("\"#a\"", "#a", false));
  EXPECT_FALSE(ReadsTheSame("\"\"", "", false));
  EXPECT_FALSE(ReadsTheSame("\"$\"HOME", "$HOME", false));
  EXPECT_FALSE(ReadsTheSame("\"<a>\"", "<a>", true));
  EXPECT_FALSE(ReadsTheSame("\"~\"", "~", false));
}

}  // namespace
}  // namespace landshim
