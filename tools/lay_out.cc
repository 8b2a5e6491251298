// From raw lines to rows, from rows to blocks with one column of comments.
#include "tools/lay_out.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/statement.h"
#include "policy/table.h"
#include "policy/utf8.h"
#include "tools/message.h"
#include "tools/raw_lines.h"
#include "tools/text_meaning.h"

namespace landshim {
namespace {

constexpr size_t kWidestStatement = 100;

// A wider statement has its comment right behind it and moves no other one.
constexpr size_t kWidestInColumn = 60;

// Between a statement and its comment.
constexpr size_t kLeastGap = 2;

// A line of the result.
struct Row {
  enum class Kind { kStatement, kContinuation, kComment, kBlank };

  Kind kind = Kind::kBlank;
  std::string statement;
  std::string comment;  // kContinuation: more of the statement's above
};

bool IsIncluding(const RawLine& line) {
  return line.words[0] == "include" || line.words[0] == "include?";
}

// `quoted`, from one '"' to the other, would read the same without them; as far
// as can be told by looking at it alone.
bool MayLoseQuotes(std::string_view quoted) {
  return quoted.find_first_of(" \t;\\~") == std::string_view::npos;
}

// What must not be shown (policy/utf8.h) as \xHH, but for tabs.
std::string Shown(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const size_t tabs = std::min(text.find_first_not_of('\t'), text.size());
    shown += text.substr(0, tabs);
    text.remove_prefix(tabs);
    const size_t end = std::min(text.find('\t'), text.size());
    shown += Escape(text.substr(0, end));
    text.remove_prefix(end);
  }
  return shown;
}

// How many bytes that must not be shown begin `text`.
size_t CountHidden(std::string_view text) {
  size_t count = 0;
  while (count < text.size() && VisibleSize(text.substr(count)) == 0) ++count;
  return count;
}

// The word without the quotes that it does not need, and with those that hide
// what must not be shown.
std::string Respelled(std::string_view raw, bool included) {
  std::string word;
  int braces = 0;
  for (size_t i = 0; i < raw.size(); ++i) {
    const size_t hidden = CountHidden(raw.substr(i));
    if (hidden > 0) {
      word += '"' + Escape(raw.substr(i, hidden)) + '"';
      i += hidden - 1;
      continue;
    }
    if (raw[i] != '"') {
      if (raw.substr(i, 2) == "${") ++braces;
      if (raw[i] == '}' && braces > 0) --braces;
      // All of the character: its other bytes alone are none.
      const size_t size = VisibleSize(raw.substr(i));
      word += raw.substr(i, size);
      i += size - 1;
      continue;
    }
    size_t end = i + 1;
    while (raw[end] != '"') end += raw[end] == '\\' ? 2 : 1;
    const std::string quoted = Shown(raw.substr(i, end + 1 - i));
    word += braces == 0 && MayLoseQuotes(quoted)
                ? quoted.substr(1, quoted.size() - 2)
                : quoted;
    i = end;
  }
  // A needless quote is no harm; a needed one that is lost would be.
  return word == raw || ReadsTheSame(word, raw, included) ? word
                                                          : std::string(raw);
}

// The words that every part of a statement begins with; all, where it cannot be
// cut into parts.
size_t CountSharedWords(const std::vector<std::string>& words) {
  std::string_view name = words[0];
  if (!name.empty() && name.back() == '?') name.remove_suffix(1);
  const Verb* const verb = FindRow(kVerbs, name);
  if (verb == nullptr) return words.size();
  switch (verb->operands) {
    case Operands::kIncludes:
    case Operands::kPaths:
    case Operands::kAllowed:
    case Operands::kPeer:
    case Operands::kScopes:
    case Operands::kClasses:
      return verb->least_operands;
    case Operands::kVersion:
    case Operands::kAbi:
    case Operands::kLog:
      break;
  }
  return words.size();
}

// The statement in one line, or in as many as it takes.
std::vector<std::string> StatementLines(const RawLine& line) {
  std::vector<std::string> words;
  for (std::string_view raw : line.words) {
    words.push_back(Respelled(raw, IsIncluding(line)));
  }
  const size_t shared = std::min(CountSharedWords(words), words.size());
  std::string beginning = words[0];
  for (size_t i = 1; i < shared; ++i) beginning += ' ' + words[i];
  std::vector<std::string> lines = {beginning};
  for (size_t i = shared; i < words.size(); ++i) {
    const std::string longer = lines.back() + ' ' + words[i];
    if (i > shared && ScreenWidth(longer) > kWidestStatement) {
      lines.push_back(beginning + ' ' + words[i]);
    } else {
      lines.back() = longer;
    }
  }
  return lines;
}

// A comment that goes on right below the one behind a statement.
bool IsContinuation(const std::vector<RawLine>& lines, size_t at) {
  if (at == 0 || lines[at].kind != RawKind::kComment) return false;
  const RawLine& above = lines[at - 1];
  return above.kind != RawKind::kBlank && !above.comment.empty() &&
         lines[at].comment_column > 0 &&
         lines[at].comment_column == above.comment_column;
}

std::vector<Row> MakeRows(const std::vector<RawLine>& lines) {
  std::vector<Row> rows;
  for (size_t i = 0; i < lines.size(); ++i) {
    const RawLine& line = lines[i];
    Row row;
    row.comment = Shown(line.comment);
    if (line.kind == RawKind::kStatement) {
      row.kind = Row::Kind::kStatement;
      for (std::string& statement : StatementLines(line)) {
        rows.push_back({Row::Kind::kStatement, std::move(statement), {}});
      }
      rows.back().comment = std::move(row.comment);
      continue;
    }
    if (line.kind == RawKind::kComment) {
      row.kind = IsContinuation(lines, i) ? Row::Kind::kContinuation
                                          : Row::Kind::kComment;
    }
    rows.push_back(std::move(row));
  }
  while (!rows.empty() && rows.back().kind == Row::Kind::kBlank) {
    rows.pop_back();
  }
  return rows;
}

bool EndsBlock(const Row& row) {
  return row.kind == Row::Kind::kBlank || row.kind == Row::Kind::kComment;
}

// Where the comments of the block begin whose first row is rows[at].
size_t CommentColumn(const std::vector<Row>& rows, size_t at) {
  size_t column = 0;
  for (; at < rows.size() && !EndsBlock(rows[at]); ++at) {
    const size_t width = ScreenWidth(rows[at].statement);
    if (rows[at].comment.empty() || width > kWidestInColumn) continue;
    column = std::max(column, width + kLeastGap);
  }
  return column;
}

std::string Join(const std::vector<Row>& rows) {
  std::string text;
  size_t block_column = 0;
  size_t column = 0;  // of the last statement's comment
  for (size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (EndsBlock(row)) {
      text += row.comment + '\n';
      continue;
    }
    if (i == 0 || EndsBlock(rows[i - 1])) block_column = CommentColumn(rows, i);
    const size_t width = ScreenWidth(row.statement);
    if (row.kind == Row::Kind::kStatement) {
      column = width > kWidestInColumn ? width + kLeastGap : block_column;
    }
    text += row.statement;
    if (!row.comment.empty()) text += std::string(column - width, ' ');
    text += row.comment + '\n';
  }
  return text;
}

}  // namespace

bool LayOut(const Source& source, std::string* result, std::string* error) {
  TextMeaning before;
  if (!ReadMeaning(source, &before, error)) return false;
  *result = Join(MakeRows(CutRaw(source.text)));
  TextMeaning after;
  Source laid_out = source;
  laid_out.text = *result;
  if (ReadMeaning(laid_out, &after, error) && before == after) return true;
  *error = Escape(source.name) +
           ": formatted, it would mean something else; this is a mistake in "
           "landshim: please report it with the file";
  return false;
}

}  // namespace landshim
