// "Did you mean": the known word that a mistyped one is nearest to.
#ifndef LANDSHIM_POLICY_SUGGEST_H_
#define LANDSHIM_POLICY_SUGGEST_H_

#include <cstddef>
#include <string_view>

#include "policy/problem.h"

namespace landshim {

inline constexpr size_t kLongestSuggestion = 31;

// The number of single-character insertions, deletions, replacements and
// swaps of neighbours that turn `a` into `b`; a large number where either is
// longer than kLongestSuggestion. Async-signal-safe.
int EditDistance(std::string_view a, std::string_view b);

// Collects candidates for one word and keeps the nearest. Async-signal-safe.
class Suggestion {
 public:
  explicit Suggestion(std::string_view word);

  // Rows that begin with their name in place; they must outlive this.
  template <typename Row, size_t kCount>
  Suggestion& Among(const Row (&table)[kCount]) {
    return Consider(table[0].name, sizeof(Row), kCount);
  }

  // Empty where nothing is near enough.
  std::string_view best() const { return best_; }

  // Makes the word a problem: `kind` is its row of the problem table where
  // nothing is near; else the row behind it, which takes the nearest as well.
  void Describe(const Place& place, ProblemKind kind, Problem* problem) const;

 private:
  Suggestion& Consider(const char* names, size_t row_size, size_t count);

  std::string_view word_;
  std::string_view best_;
  int limit_;  // what is farther is no suggestion
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_SUGGEST_H_
