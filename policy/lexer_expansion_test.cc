// Variables, their defaults, and the tilde.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "policy/environment.h"
#include "policy/lex_text.h"
#include "policy/lexer.h"
#include "policy/read_text.h"

namespace landshim::testing {
namespace {

using ::testing::ElementsAre;

// The only token of a text that is one word: its place and text.
std::string Word(const std::string& text,
                 const std::vector<std::string>& environment) {
  const std::vector<std::string> tokens = Lex(text, environment);
  if (tokens.size() == 2 && tokens[1] == "end") return tokens[0];
  return "not one word";
}

// ${A:-${A:-...value...}}
std::string Nested(int depth, const std::string& value) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += "${A:-";
  return text + value + std::string(depth, '}');
}

TEST(Expansions, StandForTheirValue) {
  EXPECT_EQ(Word("${A}", {"A=/a"}), "1:1 /a");
  EXPECT_EQ(Word("x${A}y${B}z", {"A=1", "B=2"}), "1:1 x1y2z");
  EXPECT_EQ(Word("\"x ${A} y\"", {"A=1"}), "1:1 \"x 1 y\"");
  EXPECT_EQ(Word("${_a9Z}", {"_a9Z=v"}), "1:1 v");
  EXPECT_EQ(Word("${A}", {"AA=1", "A=2", "A=3"}), "1:1 2");
  EXPECT_EQ(Word("${A}", {"A=b=c"}), "1:1 b=c");
}

TEST(Expansions, AreNeverSplitNorReadAgain) {
  EXPECT_EQ(Word("${A}", {"A=a b;c#d\n\t\"${B} ~ $C \\x41\r"}),
            "1:1 a b;c#d\n\t\"${B} ~ $C \\x41\r");
  EXPECT_EQ(Word("\"${A}\"", {"A=\"\\n"}), "1:1 \"\"\\n\"");
}

TEST(Expansions, HappenNowhereInComments) {
  EXPECT_THAT(Lex("# ${A} ~\na"), ElementsAre("2:1 a", "end"));
}

TEST(Expansions, WithoutAValueAreNoted) {
  EXPECT_EQ(Word("  x${A}", {}), "1:3 unset A 1:4");
  EXPECT_EQ(Word("x${A}", {"A="}), "1:1 empty A 1:2");
  EXPECT_EQ(Word("x${A}", {"AB=1", "a=1", "A"}), "1:1 unset A 1:2");
  EXPECT_EQ(Word("${A}${B}${C}", {"A=1"}), "1:1 unset B 1:5");
  EXPECT_EQ(Word("\"${A}\"", {}), "1:1 unset A 1:2");
}

TEST(Expansions, InANullEnvironmentAreUnset) {
  const Source source = {"app.policy", "${A}"};
  WordBuffer buffer;
  Lexer lexer;
  lexer.Start(&source, Environment{}, &buffer);
  landshim::Word word;
  Problem problem;
  EXPECT_EQ(lexer.Next(&word, &problem), Token::kWord);
  EXPECT_EQ(word.missing_variable, "A");
  EXPECT_FALSE(word.variable_empty);
}

TEST(Defaults, StandInForNoValue) {
  EXPECT_EQ(Word("${A:-b}", {}), "1:1 b");
  EXPECT_EQ(Word("${A:-b}", {"A="}), "1:1 b");
  EXPECT_EQ(Word("${A:-b}", {"A=a"}), "1:1 a");
  EXPECT_EQ(Word("x${A:-b}y", {}), "1:1 xby");
}

TEST(Defaults, ThatAreEmptyAreNoValueEither) {
  EXPECT_EQ(Word("${A:-}", {}), "1:1 unset A 1:1");
  EXPECT_EQ(Word("${A:-}", {"A="}), "1:1 empty A 1:1");
  EXPECT_EQ(Word("${A:-}", {"A=a"}), "1:1 a");
  EXPECT_EQ(Word("x${A:-\"\"}", {}), "1:1 unset A 1:2");
}

TEST(Defaults, HoldBlanksQuotesAndExpansions) {
  EXPECT_EQ(Word("${A:-b c;#d}", {}), "1:1 b c;#d");
  EXPECT_EQ(Word("${A:-\"}\"}", {}), "1:1 \"}\"");
  EXPECT_EQ(Word("\"${A:-b\\x7dc}\"", {}), "1:1 \"b}c\"");
  EXPECT_EQ(Word("${A:-x${B}y}", {"B=b"}), "1:1 xby");
  EXPECT_EQ(Word("${A:-${B:-${C}}}", {"C=c"}), "1:1 c");
  EXPECT_EQ(Word("${A:-{}", {}), "1:1 {");
}

TEST(Defaults, ThatAreNotNeededNeedNoValues) {
  EXPECT_EQ(Word("${A:-${B}}", {"A=a"}), "1:1 a");
  EXPECT_EQ(Word("${A:-${B:-}~}z", {"A=a"}), "1:1 az");
  EXPECT_EQ(Word("${A:-${B:-b}c}", {"A=a", "B=x"}), "1:1 a");
  EXPECT_EQ(Word("${A:-" + std::string(5000, 'b') + "}", {"A=a"}), "1:1 a");
}

TEST(Defaults, ThatAreNotNeededMustBeWrittenWellAllTheSame) {
  EXPECT_THAT(Lex("${A:-\"\\q\"}", {"A=a"}),
              ElementsAre("app.policy:1:7: unknown escape '\\q'; inside quotes "
                          "write \\\" \\\\ \\$ \\n \\t or \\xHH"));
  EXPECT_THAT(Lex("${A:-$B}", {"A=a"}),
              ElementsAre("app.policy:1:6: '$B' is not expanded without "
                          "braces; write '${B}', or \"\\$\" in quotes for a "
                          "dollar sign"));
}

TEST(Defaults, WithAVariableThatHasNoValueNameThatOne) {
  EXPECT_EQ(Word("${A:-${B}}", {}), "1:1 unset B 1:6");
  EXPECT_EQ(Word("${A:-x${B}}", {"B="}), "1:1 empty B 1:7");
}

TEST(Defaults, MayBeEightDeep) {
  EXPECT_EQ(Word(Nested(8, "b"), {}), "1:1 b");
  EXPECT_EQ(Word(Nested(8, "${B}"), {"B=b"}), "1:1 b");
  EXPECT_EQ(Word(Nested(8, "b") + Nested(8, "c"), {}), "1:1 bc");
  EXPECT_EQ(Word(Nested(8, "b"), {"A=a"}), "1:1 a");
  const std::string line =
      "app.policy:1:41: expansions are nested deeper than 8; use fewer "
      "defaults in defaults";
  EXPECT_THAT(Lex(Nested(9, "b")), ElementsAre(line));
  EXPECT_THAT(Lex(Nested(9, "b"), {"A=a"}), ElementsAre(line));
  EXPECT_THAT(Lex(Nested(100000, "b")), ElementsAre(line));
}

TEST(Dollars, OfShellsAreMistakes) {
  EXPECT_THAT(Lex("a/$HOME/b", {"HOME=/h"}),
              ElementsAre("app.policy:1:3: '$HOME' is not expanded without "
                          "braces; write '${HOME}', or \"\\$\" in quotes for a "
                          "dollar sign"));
  EXPECT_THAT(Lex("\"$_a1-\""),
              ElementsAre("app.policy:1:2: '$_a1' is not expanded without "
                          "braces; write '${_a1}', or \"\\$\" in quotes for a "
                          "dollar sign"));
}

TEST(Dollars, StandForThemselvesBeforeWhatIsNoName) {
  EXPECT_EQ(Word("a$", {}), "1:1 a$");
  EXPECT_EQ(Word("$1$$-", {}), "1:1 $1$$-");
  EXPECT_EQ(Word("\"$\"", {}), "1:1 \"$\"");
  EXPECT_EQ(Word("\"\\$A \\${A}\"", {}), "1:1 \"$A ${A}\"");
}

TEST(Braces, ThatAreNotClosedAreMistakes) {
  const auto line = [](const std::string& place) {
    return "app.policy:" + place +
           ": this '${' is not closed on its line; write ${NAME} or "
           "${NAME:-default}";
  };
  EXPECT_THAT(Lex("a${"), ElementsAre(line("1:2")));
  EXPECT_THAT(Lex("a${A"), ElementsAre(line("1:2")));
  EXPECT_THAT(Lex("${A\n}"), ElementsAre(line("1:1")));
  EXPECT_THAT(Lex("${A:-b"), ElementsAre(line("1:1")));
  EXPECT_THAT(Lex("${A:-b\n}"), ElementsAre(line("1:1")));
  EXPECT_THAT(Lex("${A:-${B:-c}"), ElementsAre(line("1:1")));
  EXPECT_THAT(Lex("${A:-${B:-c"), ElementsAre(line("1:6")));
  EXPECT_THAT(Lex("\"${A:-b\""), ElementsAre(line("1:2")));
  EXPECT_THAT(Lex("\"${A:-\"b\"}\""), ElementsAre(line("1:2")));
}

TEST(Braces, HoldANameAndAtMostADefault) {
  const auto line = [](const std::string& shown) {
    return "app.policy:1:1: '" + shown +
           "' is not an expansion; write ${NAME} or ${NAME:-default}";
  };
  EXPECT_THAT(Lex("${}"), ElementsAre(line("${}")));
  EXPECT_THAT(Lex("${1}"), ElementsAre(line("${1}")));
  EXPECT_THAT(Lex("${A B}"), ElementsAre(line("${A ")));
  EXPECT_THAT(Lex("${A:+b}"), ElementsAre(line("${A:")));
  EXPECT_THAT(Lex("${A-b}"), ElementsAre(line("${A-")));
  EXPECT_THAT(Lex("${A:"), ElementsAre(line("${A:")));
  EXPECT_THAT(Lex("${:-b}"), ElementsAre(line("${:")));
  EXPECT_THAT(Lex("${A\"}"), ElementsAre(line("${A\"")));
  EXPECT_THAT(Lex("${A\r}"), ElementsAre(line("${A\\x0d")));
}

TEST(Tilde, IsHomeAsAWholeWordOrBeforeASlash) {
  const std::vector<std::string> home = {"HOME=/h"};
  EXPECT_EQ(Word("~", home), "1:1 /h");
  EXPECT_EQ(Word("~/x", home), "1:1 /h/x");
  EXPECT_THAT(Lex("~ a;~\t;~\n~;", home),
              ElementsAre("1:1 /h", "1:3 a", "end", "1:5 /h", "end", "1:8 /h",
                          "end", "2:1 /h", "end"));
  EXPECT_EQ(Word("~/\"a b\"", home), "1:1 \"/h/a b\"");
}

TEST(Tilde, IsItselfElsewhere) {
  const std::vector<std::string> home = {"HOME=/h"};
  EXPECT_EQ(Word("~user", home), "1:1 ~user");
  EXPECT_EQ(Word("~~", home), "1:1 ~~");
  EXPECT_EQ(Word("/~", home), "1:1 /~");
  EXPECT_EQ(Word("\"~\"", home), "1:1 \"~\"");
  EXPECT_EQ(Word("\"~/x\"", home), "1:1 \"~/x\"");
  EXPECT_EQ(Word("\"\"~", home), "1:1 \"~\"");
  EXPECT_EQ(Word("~\"\"", home), "1:1 \"~\"");
  EXPECT_EQ(Word("~}", home), "1:1 ~}");
  EXPECT_EQ(Word("${A}~", {"A=a", "HOME=/h"}), "1:1 a~");
  EXPECT_EQ(Word("${A}/x", {"A=~", "HOME=/h"}), "1:1 ~/x");
}

TEST(Tilde, IsHomeAsADefaultThatBeginsTheWord) {
  const std::vector<std::string> home = {"HOME=/h"};
  EXPECT_EQ(Word("${A:-~}", home), "1:1 /h");
  EXPECT_EQ(Word("${A:-~/x}/y", home), "1:1 /h/x/y");
  EXPECT_EQ(Word("${A:-${B:-~}}", home), "1:1 /h");
  EXPECT_EQ(Word("x${A:-~}", home), "1:1 x~");
  EXPECT_EQ(Word("\"${A:-~}\"", home), "1:1 \"~\"");
}

TEST(Tilde, WithoutHomeIsNoted) {
  EXPECT_EQ(Word("~/x", {}), "1:1 unset HOME 1:1");
  EXPECT_EQ(Word("~", {"HOME="}), "1:1 empty HOME 1:1");
  EXPECT_EQ(Word("${A:-~}", {}), "1:1 unset HOME 1:6");
}

}  // namespace
}  // namespace landshim::testing
