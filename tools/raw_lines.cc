// The lexer's idea of where words begin and end, without expanding anything.
#include "tools/raw_lines.h"

namespace landshim {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

std::string_view WithoutBlanksAtEnd(std::string_view text) {
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::vector<RawLine> Cut() {
    while (at_ < text_.size()) CutLine();
    return lines_;
  }

 private:
  char Now() const { return at_ < text_.size() ? text_[at_] : '\n'; }

  // One line of the text, with the newline.
  void CutLine() {
    line_start_ = at_;
    const size_t lines_before = lines_.size();
    while (Now() != '\n') {
      if (IsBlank(Now()) || Now() == ';') {
        if (Now() == ';') statement_open_ = false;
        ++at_;
      } else if (Now() == '#') {
        CutComment(lines_.size() > lines_before);
      } else {
        CutWord();
      }
    }
    // A line of nothing but ';' says nothing, not even an empty line.
    const std::string_view line = text_.substr(line_start_, at_ - line_start_);
    if (line.find_first_not_of(" \t") == std::string_view::npos) AddBlank();
    statement_open_ = false;
    ++at_;
  }

  void AddBlank() {
    if (lines_.empty() || lines_.back().kind == RawKind::kBlank) return;
    lines_.emplace_back();
  }

  void CutComment(bool behind_statement) {
    const size_t begin = at_;
    while (Now() != '\n') ++at_;
    if (!behind_statement) {
      lines_.emplace_back();
      lines_.back().kind = RawKind::kComment;
    }
    lines_.back().comment =
        WithoutBlanksAtEnd(text_.substr(begin, at_ - begin));
    lines_.back().comment_column =
        ScreenWidth(text_.substr(line_start_, begin - line_start_));
  }

  void CutWord() {
    const size_t begin = at_;
    SkipWord();
    if (!statement_open_) {
      lines_.emplace_back();
      lines_.back().kind = RawKind::kStatement;
      statement_open_ = true;
    }
    lines_.back().words.push_back(text_.substr(begin, at_ - begin));
  }

  // Blanks and ';' are part of a word in quotes, and between "${" and "}".
  void SkipWord() {
    int braces = 0;
    while (Now() != '\n') {
      if (braces == 0 && (IsBlank(Now()) || Now() == ';')) return;
      if (Now() == '"') {
        SkipQuoted();
      } else if (text_.substr(at_, 2) == "${") {
        ++braces;
        at_ += 2;
      } else {
        if (Now() == '}' && braces > 0) --braces;
        ++at_;
      }
    }
  }

  // Inside quotes the next '"' ends them, expansions or not.
  void SkipQuoted() {
    ++at_;
    while (Now() != '\n' && Now() != '"') at_ += Now() == '\\' ? 2 : 1;
    if (Now() == '"') ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  bool statement_open_ = false;
  std::vector<RawLine> lines_;
};

}  // namespace

std::vector<RawLine> CutRaw(std::string_view text) {
  return Cutter(text).Cut();
}

size_t ScreenWidth(std::string_view text) {
  size_t width = 0;
  for (char c : text) {
    if (c == '\t') {
      width = (width / 8 + 1) * 8;
    } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
      ++width;
    }
  }
  return width;
}

}  // namespace landshim
