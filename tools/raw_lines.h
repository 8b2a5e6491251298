// A policy text as its author wrote it: statements with the raw spelling of
// their words, comments, and blank lines.
#ifndef LANDSHIM_TOOLS_RAW_LINES_H_
#define LANDSHIM_TOOLS_RAW_LINES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace landshim {

enum class RawKind : uint8_t { kStatement, kComment, kBlank };

// One statement, a line that is only a comment, or blank lines. The views
// point into the text.
struct RawLine {
  RawKind kind = RawKind::kBlank;
  std::vector<std::string_view> words;  // kStatement: as they are written
  // With its '#' and without blanks at its end. Of a statement: what stands
  // behind it on the same line; empty without one.
  std::string_view comment;
  size_t comment_column = 0;  // where it begins on the screen, from 0
};

// Cuts up a text that policy/lexer reads without a problem; on another one the
// result means nothing.
std::vector<RawLine> CutRaw(std::string_view text);

// How many columns of the screen `text` takes from the left edge: tabs go to
// multiples of eight, the bytes of a UTF-8 character count once.
size_t ScreenWidth(std::string_view text);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RAW_LINES_H_
