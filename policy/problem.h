// Everything that can be wrong with a policy: one table of what is said about
// it and how it is cured, and a value that carries one such problem.
#ifndef LANDSHIM_POLICY_PROBLEM_H_
#define LANDSHIM_POLICY_PROBLEM_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/problem_table.h"
#include "policy/source.h"
#include "policy/text.h"

namespace landshim {

enum class ProblemKind : uint8_t {
#define LANDSHIM_P(name, what, cure) name,
  LANDSHIM_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
};

// How many there are.
inline constexpr bool kProblemRows[] = {
#define LANDSHIM_P(name, what, cure) true,
    LANDSHIM_PROBLEMS(LANDSHIM_P)
#undef LANDSHIM_P
};
inline constexpr int kProblemKinds = sizeof(kProblemRows);

inline constexpr bool kErrorRows[] = {
#define LANDSHIM_E(number, text) true,
    LANDSHIM_ERRORS(LANDSHIM_E)
#undef LANDSHIM_E
};

// The indices of the packed texts: see MessageText().
inline constexpr int kFirstErrorText = 2 * kProblemKinds;
inline constexpr int kFirstExample = kFirstErrorText + int{sizeof(kErrorRows)};

// What a {} of a text stands for: a borrowed text, a number, or how a verb is
// written.
struct Argument {
  static constexpr size_t kExamples = size_t{1} << 30;

  // The example of the verb with this index in kVerbs.
  static constexpr Argument Example(size_t verb) {
    Argument example;
    example.value = kExamples + verb;
    return example;
  }

  constexpr Argument() = default;
  constexpr Argument(std::string_view view)
      : text(view.data()), value(view.size()) {}
  constexpr Argument(int number) : value(static_cast<size_t>(number)) {}

  const char* text = nullptr;  // null: a number
  size_t value = 0;            // it, or the text's size, or from kExamples on
};

// One problem. The texts are borrowed: they stay valid until the reader that
// found it reads on. Async-signal-safe, as all of this.
struct Problem {
  static constexpr int kMostArguments = 3;

  ProblemKind kind = ProblemKind::kNulByte;
  uint8_t count = 0;
  Place place;
  Argument arguments[kMostArguments];

  void Set(const Place& where, ProblemKind what) {
    kind = what;
    count = 0;
    place = where;
  }

  // Adds the next argument; at most kMostArguments.
  Problem& With(Argument argument) {
    arguments[count++] = argument;
    return *this;
  }
};

// Appends "PLACE: WHAT; CURE" without a newline.
void Describe(const Problem& problem, Text* out);

// Appends a message, each {} in it replaced by the problem's next argument from
// `*next` on; behind the last comes the first again.
void Fill(std::string_view pattern, const Problem& problem, int* next,
          Text* out);

// Appends "NAME:LINE:COLUMN", or "NAME" alone for line 0.
void DescribePlace(const Place& place, Text* out);

}  // namespace landshim

#endif  // LANDSHIM_POLICY_PROBLEM_H_
