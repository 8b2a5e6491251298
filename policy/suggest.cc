// Edit distance on two short words with three rows on the stack.
#include "policy/suggest.h"

#include "policy/table.h"

namespace landshim {
namespace {

constexpr int kFar = 1000;

int Least(int a, int b) { return a < b ? a : b; }

}  // namespace

int EditDistance(std::string_view a, std::string_view b) {
  if (a.size() > kLongestSuggestion || b.size() > kLongestSuggestion) {
    return kFar;
  }
  int before[kLongestSuggestion + 1] = {};
  int above[kLongestSuggestion + 1];
  int row[kLongestSuggestion + 1];
  for (size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replace = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = Least(replace, Least(above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = Least(row[j], before[j - 2] + 1);
      }
    }
    for (size_t j = 0; j <= b.size(); ++j) {
      before[j] = above[j];
      above[j] = row[j];
    }
  }
  return above[b.size()];
}

Suggestion::Suggestion(std::string_view word)
    : word_(word),
      // A third of the letters may be wrong: more would be guessing.
      limit_(word.size() < 6 ? 1 : static_cast<int>(word.size()) / 3) {}

Suggestion& Suggestion::Consider(const char* names, size_t row_size,
                                 size_t count) {
  for (; count > 0; --count, names += row_size) {
    const int distance = EditDistance(word_, names);
    if (distance > limit_) continue;
    limit_ = distance - 1;
    best_ = names;
  }
  return *this;
}

void Suggestion::Describe(const Place& place, ProblemKind kind,
                          Problem* problem) const {
  const int row = static_cast<int>(kind) + (best_.empty() ? 0 : 1);
  problem->Set(place, static_cast<ProblemKind>(row));
  problem->With(word_).With(best_);
}

size_t FindName(const char* names, size_t row_size, size_t count,
                std::string_view name) {
  size_t index = 0;
  while (index < count && !Is(name, names)) {
    ++index;
    names += row_size;
  }
  return index;
}

}  // namespace landshim
