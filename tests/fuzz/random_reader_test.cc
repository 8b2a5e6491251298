// Random texts against the reader: broken ones must do no harm, and what was
// quoted must come back as it was. A failure shows its text and its seed.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "policy/lex_text.h"
#include "policy/read_text.h"
#include "policy/statement.h"
#include "tests/fuzz/check_reading.h"

namespace landshim::testing {
namespace {

constexpr std::chrono::milliseconds kTimeForEach(800);

// What texts are made of, besides the tables' names.
constexpr std::string_view kPieces[] = {
    "/a",
    "/a/b",
    "\"/a b\"",
    "a",
    "~",
    "~/x",
    "${A}",
    "${B}",
    "${EMPTY}",
    "${UNSET}",
    "${A:-b}",
    "${UNSET:-~/c}",
    "${RIGHTS}",
    "${BAD}",
    "${LONG}",
    "${LONG}${LONG}",
    "${VERB}",
    "$HOME",
    "${",
    "}",
    "\"",
    "\\x41",
    "\\x00",
    "\"\\n\\t\\\"\\\\\\$\"",
    "80",
    "8000..8010",
    "0..65535",
    "65536",
    "https",
    "1..11",
    "0..4",
    "4..",
    "landshim",
    "1",
    "on",
    "off",
    "<base>",
    "<nameservice>",
    "<xyzzy>",
    "<tmp>",
    "#",
    ",",
    "..",
    "?",
    "\xef\xbb\xbf",
    "\r",
    "\xff",
    "tcp",
};

class RandomText {
 public:
  RandomText() : seed_(std::random_device()()), engine_(seed_) {}

  std::string seed() const { return "seed " + std::to_string(seed_); }

  size_t Below(size_t bound) { return engine_() % bound; }

  // Any bytes, those that mean something more often than others.
  std::string Bytes() {
    constexpr std::string_view kSpecial = " \t\n;#\"\\${}:-~?.,<>/x0";
    std::string bytes;
    for (size_t left = Below(200); left > 0; --left) {
      bytes += Below(3) == 0 ? static_cast<char>(Below(256))
                             : kSpecial[Below(kSpecial.size())];
    }
    return bytes;
  }

  // Statements, many of them right.
  std::string Statements() {
    std::string text;
    if (Below(2) == 0) text = "landshim 1\nabi 1..11\n";
    for (size_t left = 1 + Below(8); left > 0; --left) {
      text += kVerbs[Below(std::size(kVerbs))].name;
      if (Below(6) == 0) text += '?';
      for (size_t words = Below(4); words > 0; --words) text += " " + Word();
      text += ";\n"[Below(2)];
    }
    return text;
  }

  // The text after a few bytes were lost, doubled or changed.
  std::string Damage(std::string text) {
    for (size_t left = Below(4); left > 0 && !text.empty(); --left) {
      const size_t at = Below(text.size());
      switch (Below(3)) {
        case 0:
          text.erase(at, 1 + Below(4));
          break;
        case 1:
          text.insert(at, text.substr(Below(text.size()), Below(8)));
          break;
        default:
          text[at] = static_cast<char>(Below(256));
          break;
      }
    }
    return text;
  }

 private:
  std::string Word() {
    switch (Below(8)) {
      case 0:
        return kRights[Below(std::size(kRights))].name;
      case 1:
        return std::string(kRights[Below(std::size(kRights))].name) + "," +
               kRights[Below(std::size(kRights))].name;
      case 2:
        return kClasses[Below(std::size(kClasses))].name;
      case 3:
        return kPeers[Below(std::size(kPeers))].name;
      case 4:
        return kLogFlags[Below(std::size(kLogFlags))].name;
      case 5:
        return std::string(Piece()) + std::string(Piece());
      default:
        return std::string(Piece());
    }
  }

  std::string_view Piece() { return kPieces[Below(std::size(kPieces))]; }

  std::mt19937::result_type seed_;
  std::mt19937 engine_;
};

// Calls `check` with texts until the time is over or one of them fails.
template <typename Check>
void ForAWhile(const Check& check) {
  const auto end = std::chrono::steady_clock::now() + kTimeForEach;
  int rounds = 0;
  while (std::chrono::steady_clock::now() < end &&
         !::testing::Test::HasFailure()) {
    check();
    ++rounds;
  }
  EXPECT_GT(rounds, 100);
}

// The text as a quoted word; each byte may be written in several ways.
std::string Quote(std::string_view text, RandomText* random) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' && random->Below(2) == 0) {
      quoted += "\\n";
    } else if (c == '\n' || c == '\r' || random->Below(4) == 0) {
      quoted += {'\\', 'x', kHex[byte / 16], kHex[byte % 16]};
    } else if (c == '"' || c == '\\' || c == '$') {
      quoted += {'\\', c};
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

TEST(RandomReader, TakesAnyBytes) {
  RandomText random;
  SCOPED_TRACE(random.seed());
  ForAWhile([&random] {
    const std::string text = random.Bytes();
    ASSERT_EQ(CheckReading(text), "") << ::testing::PrintToString(text);
  });
}

TEST(RandomReader, TakesAnyStatements) {
  RandomText random;
  SCOPED_TRACE(random.seed());
  ForAWhile([&random] {
    const std::string text = random.Statements();
    ASSERT_EQ(CheckReading(text), "") << ::testing::PrintToString(text);
  });
}

TEST(RandomReader, TakesDamagedStatements) {
  RandomText random;
  SCOPED_TRACE(random.seed());
  ForAWhile([&random] {
    const std::string text = random.Damage(random.Statements());
    ASSERT_EQ(CheckReading(text), "") << ::testing::PrintToString(text);
  });
}

TEST(RandomReader, GivesBackWhatWasQuoted) {
  RandomText random;
  SCOPED_TRACE(random.seed());
  ForAWhile([&random] {
    std::string path = "/";
    for (const char c : random.Bytes()) {
      if (c != '\0') path += c;
    }
    const std::string quoted = Quote(path, &random);
    const std::vector<std::string> expected = {"1:1 read",
                                               "1:6 \"" + path + '"', "end"};
    ASSERT_EQ(Lex("read " + quoted), expected)
        << ::testing::PrintToString(quoted);
    ASSERT_EQ(Lex("read ${A}", {"A=" + path}),
              (std::vector<std::string>{"1:1 read", "1:6 " + path, "end"}))
        << ::testing::PrintToString(path);
  });
}

TEST(CheckReading, SeesNothingWrongInPoliciesOfEveryKind) {
  EXPECT_EQ(CheckReading(""), "");
  EXPECT_EQ(CheckReading("landshim 1\nabi 4..11\ninclude <base> <tmp>\n"
                         "allow ${BAD} /a\n"),
            "");
  EXPECT_EQ(CheckReading("include <base> <base> <libs> file; quiet /proc"), "");
}

}  // namespace
}  // namespace landshim::testing
