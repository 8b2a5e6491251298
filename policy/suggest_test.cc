// "Did you mean": edit distances, the nearest word, and rows of tables.
#include "policy/suggest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "policy/statement.h"
#include "policy/table.h"

namespace landshim {
namespace {

constexpr int kRounds = 3000;

std::string_view NearestVerb(std::string_view word) {
  return Suggestion(word).Among(kVerbs).best();
}

std::string_view NearestRight(std::string_view word) {
  return Suggestion(word).Among(kRights).best();
}

// Words over few letters, so that many of them are near each other.
class RandomWords {
 public:
  RandomWords() : seed_(std::random_device()()), engine_(seed_) {}

  unsigned seed() const { return seed_; }
  size_t Below(size_t bound) { return engine_() % bound; }
  char Letter() { return static_cast<char>('a' + Below(3)); }

  std::string Word() {
    std::string word;
    for (size_t left = Below(12); left > 0; --left) word += Letter();
    return word;
  }

  // The word after one insertion, deletion, replacement or swap.
  std::string Edit(std::string word) {
    const size_t at = Below(word.size() + 1);
    const size_t edit = Below(4);
    if (edit == 0 || word.empty()) return word.insert(at, 1, Letter());
    const size_t index = at % word.size();
    if (edit == 1) return word.erase(index, 1);
    if (edit == 2) word[index] = Letter();
    if (edit == 3 && index > 0) std::swap(word[index], word[index - 1]);
    return word;
  }

 private:
  unsigned seed_;
  std::mt19937 engine_;
};

TEST(EditDistance, CountsSingleEdits) {
  EXPECT_EQ(EditDistance("read", "read"), 0);
  EXPECT_EQ(EditDistance("", ""), 0);
  EXPECT_EQ(EditDistance("read", "reead"), 1);
  EXPECT_EQ(EditDistance("read", "red"), 1);
  EXPECT_EQ(EditDistance("read", "reed"), 1);
  EXPECT_EQ(EditDistance("read", "raed"), 1);
  EXPECT_EQ(EditDistance("", "read"), 4);
  EXPECT_EQ(EditDistance("read", ""), 4);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3);
}

TEST(EditDistance, OfWordsThatAreTooLongIsLarge) {
  const std::string longest(kLongestSuggestion, 'a');
  EXPECT_EQ(EditDistance(longest, longest), 0);
  EXPECT_EQ(EditDistance(longest, std::string(kLongestSuggestion, 'b')),
            static_cast<int>(kLongestSuggestion));
  EXPECT_GT(EditDistance(longest + "a", longest), 500);
  EXPECT_GT(EditDistance(longest, longest + "a"), 500);
  EXPECT_GT(EditDistance(std::string(5000, 'a'), ""), 500);
}

TEST(EditDistance, IsSymmetricAndBounded) {
  RandomWords random;
  SCOPED_TRACE(random.seed());
  for (int i = 0; i < kRounds; ++i) {
    const std::string a = random.Word();
    const std::string b = random.Word();
    const int distance = EditDistance(a, b);
    ASSERT_EQ(EditDistance(b, a), distance) << a << ' ' << b;
    ASSERT_EQ(distance == 0, a == b) << a << ' ' << b;
    ASSERT_LE(distance, static_cast<int>(std::max(a.size(), b.size())));
    ASSERT_GE(distance, std::abs(static_cast<int>(a.size()) -
                                 static_cast<int>(b.size())));
    ASSERT_EQ(EditDistance("xy" + a + "z", "xy" + b + "z"), distance)
        << a << ' ' << b;
  }
}

TEST(EditDistance, GrowsByAtMostOneWithOneEdit) {
  RandomWords random;
  SCOPED_TRACE(random.seed());
  for (int i = 0; i < kRounds; ++i) {
    const std::string a = random.Word();
    const std::string edited = random.Edit(a);
    ASSERT_LE(EditDistance(a, edited), 1) << a << ' ' << edited;
  }
}

TEST(Suggestion, TakesTheNearestRow) {
  EXPECT_EQ(NearestVerb("reed"), "read");
  EXPECT_EQ(NearestVerb("raed"), "read");
  EXPECT_EQ(NearestVerb("conect"), "connect");
  EXPECT_EQ(NearestVerb("unrestict"), "unrestrict");
  EXPECT_EQ(NearestRight("raed_file"), "read_file");
  EXPECT_EQ(NearestRight("bind_tpc"), "bind_tcp");
}

TEST(Suggestion, TakesTheWordItselfWhereItIsThere) {
  for (const Verb& verb : kVerbs)
    EXPECT_EQ(NearestVerb(verb.Name()), verb.name);
  for (const Right& r : kRights) EXPECT_EQ(NearestRight(r.Name()), r.name);
}

TEST(Suggestion, IsEmptyWhereNothingIsNear) {
  EXPECT_EQ(NearestVerb("xyzzy"), "");
  EXPECT_EQ(NearestVerb(""), "");
  EXPECT_EQ(NearestVerb(std::string(1000, 'r')), "");
}

TEST(Suggestion, AllowsAThirdOfTheLettersToBeWrong) {
  EXPECT_EQ(NearestVerb("rexx"), "");
  EXPECT_EQ(NearestRight("reax_fxle"), "read_file");
  EXPECT_EQ(NearestRight("rexx_fxle"), "read_file");
  EXPECT_EQ(NearestRight("rexx_fxlx"), "");
}

TEST(Suggestion, TakesTheFirstOfSeveralThatAreEquallyNear) {
  // make_dir, make_reg and make_sym are each three letters away.
  EXPECT_EQ(NearestRight("make_xxxx"), "");
  EXPECT_EQ(NearestRight("bind_xxp"), "bind_tcp");
}

TEST(Suggestion, ComparesSeveralTables) {
  EXPECT_EQ(Suggestion("net.tpc").Among(kRights).Among(kClasses).best(),
            "net.tcp");
  EXPECT_EQ(Suggestion("bind_tpc").Among(kRights).Among(kClasses).best(),
            "bind_tcp");
}

TEST(Suggestion, DescribesItselfInOneOfTwoNeighbouringRows) {
  Problem problem;
  Suggestion("xyzzy").Among(kVerbs).Describe({}, ProblemKind::kUnknownStatement,
                                             &problem);
  EXPECT_EQ(problem.kind, ProblemKind::kUnknownStatement);
  Suggestion("reed").Among(kVerbs).Describe({}, ProblemKind::kUnknownStatement,
                                            &problem);
  EXPECT_EQ(problem.kind, ProblemKind::kMistypedStatement);
}

TEST(FindRow, FindsEveryRowByItsWholeName) {
  for (const Verb& verb : kVerbs) EXPECT_EQ(FindRow(kVerbs, verb.name), &verb);
  EXPECT_EQ(FindRow(kVerbs, ""), nullptr);
  EXPECT_EQ(FindRow(kVerbs, "rea"), nullptr);
  EXPECT_EQ(FindRow(kVerbs, "reads"), nullptr);
}

TEST(FindIndex, IsTheNumberOfRowsWhereThereIsNone) {
  EXPECT_EQ(FindIndex(kPeers, "tcp"), 0U);
  EXPECT_EQ(FindIndex(kPeers, "unix"), 2U);
  EXPECT_EQ(FindIndex(kPeers, "sctp"), 3U);
}

}  // namespace
}  // namespace landshim
