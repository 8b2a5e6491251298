// Byte by byte: blanks, comments, quotes, expansions.
#include "policy/lexer.h"

namespace landshim {

using namespace std::string_view_literals;

namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool StartsName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

const char* EndOfName(const char* at) {
  while (StartsName(*at) || (*at >= '0' && *at <= '9')) ++at;
  return at;
}

// True for what stands for itself wherever it is in a word.
bool IsOrdinary(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '$' &&
         c != ';' && c != '\\' && c != '}';
}

// The value of a hexadecimal digit; 16 for anything else.
int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int letter = (c | 0x20) - 'a';
  return letter >= 0 && letter < 6 ? letter + 10 : 16;
}

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

void Lexer::Start(const Source* source, Environment environment,
                  WordBuffer* buffer) {
  *this = {};
  source_ = source;
  environment_ = environment;
  buffer_ = buffer;
  at_ = source->text.data();
  line_start_ = at_;
  line_ = 1;
}

Place Lexer::Here() const {
  return {source_, line_, static_cast<uint32_t>(at_ - line_start_ + 1)};
}

bool Lexer::Fail(ProblemKind kind, const Place& place) {
  problem_->Set(place, kind);
  return false;
}

bool Lexer::FailWith(Argument argument) {
  problem_->With(argument);
  return false;
}

// Bytes that no part of a policy may hold, not even a comment.
bool Lexer::CheckByte() {
  if (*at_ == '\0') return Fail(ProblemKind::kNulByte, Here());
  return *at_ != '\r' || Fail(ProblemKind::kCarriageReturn, Here());
}

bool Lexer::SkipBlanksAndComment() {
  while (IsBlank(*at_)) ++at_;
  if (*at_ != '#') return true;
  while (!Done() && *at_ != '\n') {
    if (!CheckByte()) return false;
    ++at_;
  }
  return true;
}

Token Lexer::Next(Word* word, Problem* problem) {
  word_ = word;
  problem_ = problem;
  if (at_ == source_->text.data() && Begins(source_->text, "\xef\xbb\xbf")) {
    Fail(ProblemKind::kByteOrderMark, Here());
    return Token::kProblem;
  }
  while (true) {
    if (!SkipBlanksAndComment()) return Token::kProblem;
    if (!EndsWord()) {
      statement_open_ = true;
      return ReadWord() ? Token::kWord : Token::kProblem;
    }
    const bool was_open = statement_open_;
    statement_open_ = false;
    if (Done()) return was_open ? Token::kEndOfStatement : Token::kEndOfText;
    if (*at_++ == '\n') {
      ++line_;
      line_start_ = at_;
    }
    if (was_open) return Token::kEndOfStatement;
  }
}

bool Lexer::EndsWord() const {
  return Done() || IsBlank(*at_) || *at_ == '\n' || *at_ == ';';
}

bool Lexer::ReadWord() {
  *word_ = Word{};
  word_->place = Here();
  size_ = 0;
  depth_ = 0;
  in_quotes_ = false;
  skipping_ = false;
  if (!ReadUntil(End::kWord, word_->place)) return false;
  (*buffer_)[size_] = '\0';
  word_->text = {*buffer_, size_};
  return true;
}

// Reads up to `end` and, but for a word's, past it. `opened`: what to name if
// the end never comes.
bool Lexer::ReadUntil(End end, const Place& opened) {
  if (TildeIsHome()) {
    const Place place = Here();
    ++at_;
    if (!PutValue("HOME"sv, place)) return false;
  }
  while (true) {
    PutOrdinary();
    if (end == End::kWord && EndsWord()) return true;
    if (Done() || *at_ == '\n') {
      return Fail(end == End::kQuote ? ProblemKind::kUnclosedQuote
                                     : ProblemKind::kUnclosedExpansion,
                  opened);
    }
    if (*at_ == (end == End::kQuote ? '"' : '}') && end != End::kWord) {
      ++at_;
      return true;
    }
    bool good = true;
    if (*at_ == '"') {
      // Inside quotes one can only be the end, and the brace has none yet.
      good = in_quotes_ ? Fail(ProblemKind::kUnclosedExpansion, opened)
                        : ReadQuoted();
    } else if (*at_ == '\\' && in_quotes_) {
      good = ReadEscape();
    } else if (*at_ == '$') {
      good = ReadDollar();
    } else {
      good = CheckByte() && Put(*at_++);
    }
    if (!good) return false;
  }
}

// Most of a policy, so in a loop of its own: the rest of ReadUntil is slower.
void Lexer::PutOrdinary() {
  if (skipping_) return;
  const char* at = at_;
  size_t size = size_;
  while (size < kLongestWord && IsOrdinary(*at)) (*buffer_)[size++] = *at++;
  at_ = at;
  size_ = size;
}

bool Lexer::ReadQuoted() {
  const Place opened = Here();
  word_->quoted = true;
  ++at_;
  in_quotes_ = true;
  const bool good = ReadUntil(End::kQuote, opened);
  in_quotes_ = false;
  return good;
}

bool Lexer::ReadEscape() {
  const Place place = Here();
  char c = *++at_;
  if (c == 'x' && HexDigit(at_[1]) < 16 && HexDigit(at_[2]) < 16) {
    c = static_cast<char>(HexDigit(at_[1]) * 16 + HexDigit(at_[2]));
    if (c == '\0') return Fail(ProblemKind::kNulEscape, place);
    at_ += 2;
  } else if (c == 'n') {
    c = '\n';
  } else if (c == 't') {
    c = '\t';
  } else if (c != '"' && c != '\\' && c != '$') {
    Fail(ProblemKind::kUnknownEscape, place);
    return FailWith(Between(at_, at_ + (c == '\n' || Done() ? 0 : 1)));
  }
  ++at_;
  return Put(c);
}

bool Lexer::ReadDollar() {
  const Place place = Here();
  ++at_;
  if (*at_ == '{') return ReadExpansion(place);
  if (!StartsName(*at_)) return Put('$');
  Fail(ProblemKind::kBareDollar, place);
  return FailWith(Between(at_, EndOfName(at_)));
}

bool Lexer::ReadExpansion(const Place& place) {
  const char* const dollar = at_ - 1;
  ++at_;
  const char* const end = EndOfName(at_);
  const std::string_view name = Between(at_, end);
  const bool named = StartsName(*at_);
  at_ = end;
  if (named && *at_ == '}') {
    ++at_;
    return PutValue(name, place);
  }
  if (named && at_[0] == ':' && at_[1] == '-') {
    at_ += 2;
    return ReadDefault(place, name);
  }
  if (Done() || *at_ == '\n') {
    return Fail(ProblemKind::kUnclosedExpansion, place);
  }
  Fail(ProblemKind::kBadVariable, place);
  return FailWith(Between(dollar, at_ + 1));
}

bool Lexer::ReadDefault(const Place& place, std::string_view name) {
  if (depth_ == kDeepestExpansion) {
    Fail(ProblemKind::kDeepExpansion, place);
    return FailWith(kDeepestExpansion);
  }
  const bool was_skipping = skipping_;
  const size_t size_before = size_;
  if (!environment_.Find(name).empty()) {
    if (!PutValue(name, place)) return false;
    skipping_ = true;
  }
  ++depth_;
  if (!ReadUntil(End::kBrace, place)) return false;
  --depth_;
  skipping_ = was_skipping;
  // An empty default is no value either.
  return size_ != size_before || PutValue(name, place);
}

// `~` stands for HOME as a whole word or before '/'; also as the default of an
// expansion that begins a word.
bool Lexer::TildeIsHome() const {
  if (*at_ != '~' || size_ != 0 || word_->quoted) return false;
  const char next = at_[1];
  return next == '/' || next == '\0' || IsBlank(next) || next == '\n' ||
         next == ';' || (next == '}' && depth_ > 0);
}

bool Lexer::Put(char c) {
  if (skipping_) return true;
  if (size_ == kLongestWord) {
    Fail(ProblemKind::kWordTooLong, word_->place);
    return FailWith(static_cast<int>(kLongestWord));
  }
  (*buffer_)[size_++] = c;
  return true;
}

// A value is put as it is: never split, never read again.
bool Lexer::PutValue(std::string_view name, const Place& place) {
  if (skipping_) return true;
  const std::string_view value = environment_.Find(name);
  if (value.empty() && word_->missing_variable.data() == nullptr) {
    word_->missing_variable = name;
    word_->variable_empty = value.data() != nullptr;
    word_->variable_place = place;
  }
  if (!value.empty() && word_->variable.data() == nullptr) {
    word_->variable = name;
  }
  for (char c : value) {
    if (!Put(c)) return false;
  }
  return true;
}

}  // namespace landshim
