// How a problem is put into words.
#include "policy/problem.h"

#include "policy/packed.h"

namespace landshim {

using namespace std::string_view_literals;

namespace {

void AppendArgument(const Argument& argument, Text* out) {
  if (argument.text == nullptr) {
    if (argument.value >= Argument::kExamples) {
      out->Append(
          MessageText(kFirstExample +
                      static_cast<int>(argument.value - Argument::kExamples)));
    } else {
      out->AppendNumber(argument.value);
    }
  } else {
    out->AppendEscaped({argument.text, argument.value});
  }
}

}  // namespace

void Fill(std::string_view pattern, const Problem& problem, int* next,
          Text* out) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    // There is a NUL behind each pattern.
    const char* const rest = pattern.data() + i;
    if (rest[0] != '{' || rest[1] != '}') {
      out->Append(pattern[i]);
      continue;
    }
    if (*next >= problem.count) *next = 0;
    AppendArgument(problem.arguments[(*next)++], out);
    ++i;
  }
}

void DescribePlace(const Place& place, Text* out) {
  const bool fragment = place.source->kind == SourceKind::kFragment;
  if (fragment) out->Append('<');
  out->AppendEscaped(place.source->name);
  if (fragment) out->Append('>');
  if (place.line == 0) return;
  out->Append(':');
  out->AppendNumber(place.line);
  out->Append(':');
  out->AppendNumber(place.column);
}

void Describe(const Problem& problem, Text* out) {
  const int row = static_cast<int>(problem.kind) * 2;
  int next = 0;
  DescribePlace(problem.place, out);
  out->Append(": "sv);
  Fill(MessageText(row), problem, &next, out);
  out->Append("; "sv);
  Fill(MessageText(row + 1), problem, &next, out);
}

}  // namespace landshim
