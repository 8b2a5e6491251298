// On random texts: words are cut as the lexer cuts them, and laying out keeps
// every word, comment and order, and changes nothing the second time.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "policy/lexer.h"
#include "policy/read_text.h"
#include "tools/lay_out.h"
#include "tools/raw_lines.h"
#include "tools/text_meaning.h"

namespace landshim {
namespace {

using testing::ExactText;

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}

  int Below(int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(engine_);
  }

  template <typename Choices>
  std::string OneOf(const Choices& choices) {
    return choices[static_cast<size_t>(
        Below(static_cast<int>(std::size(choices))))];
  }

 private:
  std::mt19937 engine_;
};

// All that means something to the lexer, and some that does not.
constexpr const char* kPieces[] = {
    "a",     "/",       "\"",       "\"", "$",  "{",    "}",        "${A}",
    "${B:-", "}",       "~",        ":",  "-",  ";",    "#",        "\\",
    "\\\"",  "\\x41",   " ",        "\t", "\n", "\xff", "\xc3\xa9", "\x01",
    "<b>",   "\"x y\"", "\"${A}\"", "'",  "/b"};

std::string RandomText(Random* random) {
  std::string text;
  for (int i = random->Below(24); i >= 0; --i) text += random->OneOf(kPieces);
  return text;
}

constexpr const char* kBeginnings[] = {
    "read",    "read? ",         "write",    "allow read_file",
    "include", "include? <tls>", "bind tcp", "connect unix",
    "quiet",   "\"exec\""};

constexpr const char* kSpaces[] = {" ", "  ", "\t", " \t "};

constexpr const char* kEnds[] = {"\n",      "\n\n\n",          ";",
                                 " ; ",     " # comment \n",   "#\n#b\n",
                                 ";;# x\n", "\t# a\n   # b\n", "\n  # c\n"};

// A text of statements, most of which have no mistake.
std::string RandomPolicy(Random* random) {
  std::string text = random->Below(2) == 0 ? "landshim 1\n" : "";
  for (int statements = random->Below(6); statements >= 0; --statements) {
    const std::string beginning = random->OneOf(kBeginnings);
    text += beginning;
    for (int words = random->Below(5); words >= 0; --words) {
      text += random->OneOf(kSpaces);
      if (beginning == "bind tcp") {
        text += std::to_string(random->Below(70000));
        continue;
      }
      text += "/";
      for (int i = random->Below(4); i > 0; --i) text += random->OneOf(kPieces);
      if (random->Below(8) == 0) text += std::string(40, 'w');
    }
    text += random->OneOf(kEnds);
  }
  return text;
}

struct CutWord {
  size_t at;  // the offset of its first byte
  std::string text;
  bool ends_statement = false;
};

// The offset of a place in a text.
size_t OffsetOf(std::string_view text, const Place& place) {
  size_t at = 0;
  for (uint32_t line = 1; line < place.line; ++line) {
    at = text.find('\n', at) + 1;
  }
  return at + place.column - 1;
}

// All words as the lexer has them. False: there is a problem.
bool LexWords(std::string_view text, std::vector<CutWord>* words) {
  const ExactText exact(text);
  const Source source = {"", exact.view()};
  WordBuffer buffer;
  Lexer lexer;
  lexer.Start(&source, {}, &buffer);
  Word word;
  Problem problem;
  while (true) {
    switch (lexer.Next(&word, &problem)) {
      case Token::kWord:
        words->push_back({OffsetOf(text, word.place), std::string(word.text)});
        break;
      case Token::kEndOfStatement:
        words->back().ends_statement = true;
        break;
      case Token::kEndOfText:
        return true;
      case Token::kProblem:
        return false;
    }
  }
}

std::vector<std::string> CommentsOf(std::string_view text) {
  std::vector<std::string> comments;
  for (const RawLine& line : CutRaw(text)) {
    if (!line.comment.empty()) comments.emplace_back(line.comment);
  }
  return comments;
}

class RandomTexts : public ::testing::Test {
 protected:
  const uint32_t seed_ = std::random_device()();
  ::testing::ScopedTrace trace_{__FILE__, __LINE__,
                                "seed " + std::to_string(seed_)};
  Random random_{seed_};
};

TEST_F(RandomTexts, AreCutAsTheLexerCutsThem) {
  int good = 0;
  for (int i = 0; i < 100000; ++i) {
    const std::string text = RandomText(&random_);
    std::vector<CutWord> lexed;
    if (!LexWords(text, &lexed)) continue;
    ++good;
    size_t next = 0;
    for (const RawLine& line : CutRaw(text)) {
      for (const std::string_view& raw : line.words) {
        ASSERT_LT(next, lexed.size()) << text;
        ASSERT_EQ(static_cast<size_t>(raw.data() - text.data()), lexed[next].at)
            << text;
        std::vector<CutWord> alone;
        ASSERT_TRUE(LexWords(raw, &alone)) << text;
        ASSERT_EQ(alone.size(), 1U) << text;
        ASSERT_EQ(alone[0].text, lexed[next].text) << text;
        ASSERT_EQ(lexed[next].ends_statement, &raw == &line.words.back())
            << text;
        ++next;
      }
    }
    ASSERT_EQ(next, lexed.size()) << text;
  }
  EXPECT_GT(good, 10000) << "too few texts without a problem to mean anything";
}

// The pieces that must not be shown.
std::vector<std::string> Shown(std::vector<std::string> comments) {
  for (std::string& comment : comments) {
    std::string shown;
    for (const char c : comment) {
      if (c == '\x01') {
        shown += "\\x01";
      } else if (c == '\xff') {
        shown += "\\xff";
      } else {
        shown += c;
      }
    }
    comment = shown;
  }
  return comments;
}

TEST_F(RandomTexts, AreLaidOutOnceAndForAll) {
  int good = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string text = RandomPolicy(&random_);
    TextMeaning before;
    std::string error;
    if (!ReadMeaning({"", text}, &before, &error)) continue;
    ++good;
    std::string result;
    ASSERT_TRUE(LayOut({"", text}, &result, &error)) << error << "\n" << text;
    TextMeaning after;
    ASSERT_TRUE(ReadMeaning({"", result}, &after, &error)) << error;
    ASSERT_EQ(after, before) << text;
    ASSERT_EQ(CommentsOf(result), Shown(CommentsOf(text))) << text;
    std::string again;
    ASSERT_TRUE(LayOut({"", result}, &again, &error)) << error;
    ASSERT_EQ(again, result) << text;
  }
  EXPECT_GT(good, 2000) << "too few texts without a problem to mean anything";
}

// Whatever is wrong with a text, nothing breaks.
TEST_F(RandomTexts, AreRefusedWithAPlace) {
  for (int i = 0; i < 20000; ++i) {
    const std::string text = RandomText(&random_);
    const ExactText exact(text);
    std::string result;
    std::string error;
    if (LayOut({"p", exact.view()}, &result, &error)) continue;
    ASSERT_EQ(error.rfind("p:", 0), 0U) << error << "\n" << text;
    ASSERT_EQ(error.find("please report"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace landshim
