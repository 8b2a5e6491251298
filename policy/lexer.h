// Cuts a policy text into statements and words, and expands the words.
#ifndef LANDSHIM_POLICY_LEXER_H_
#define LANDSHIM_POLICY_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/environment.h"
#include "policy/problem.h"
#include "policy/source.h"

namespace landshim {

// The longest word: PATH_MAX (linux/limits.h) counts the final NUL.
inline constexpr size_t kLongestWord = 4095;

// How deep ${A:-${B:-...}} may go.
inline constexpr int kDeepestExpansion = 8;

// One expanded word. `text` is NUL-terminated and valid until the next one.
struct Word {
  std::string_view text;
  Place place;
  bool quoted = false;  // a '"' was part of it
  // The first variable that gave it a part; no data if none did.
  std::string_view variable;
  // The first variable in it that has no value, with its place; no data if all
  // have one. Then `text` is not to be used.
  std::string_view missing_variable;
  bool variable_empty = false;  // set, but to nothing
  Place variable_place;
};

enum class Token : uint8_t { kWord, kEndOfStatement, kEndOfText, kProblem };

// What words are expanded into: kLongestWord bytes and a NUL.
using WordBuffer = char[kLongestWord + 1];

// Reads one source from its beginning. Allocates nothing, makes no syscall.
// Async-signal-safe.
class Lexer {
 public:
  // All three must outlive the lexer; words are expanded into *buffer. A NUL
  // must stand behind the source's text.
  void Start(const Source* source, Environment environment, WordBuffer* buffer);

  // The next token; on kWord fills *word, on kProblem fills *problem.
  // kEndOfText comes once all statements were ended, and then for ever.
  Token Next(Word* word, Problem* problem);

  const Source* source() const { return source_; }

 private:
  // What ends the part of a word that is being read.
  enum class End : uint8_t { kWord, kQuote, kBrace };

  bool Done() const {
    return at_ == source_->text.data() + source_->text.size();
  }
  bool EndsWord() const;
  Place Here() const;
  bool Fail(ProblemKind kind, const Place& place);
  bool FailWith(Argument argument);
  bool CheckByte();
  bool SkipBlanksAndComment();

  bool ReadWord();
  bool ReadUntil(End end, const Place& opened);
  void PutOrdinary();
  bool ReadQuoted();
  bool ReadEscape();
  bool ReadDollar();
  bool ReadExpansion(const Place& place);
  bool ReadDefault(const Place& place, std::string_view name);
  bool TildeIsHome() const;
  bool Put(char c);
  bool PutValue(std::string_view name, const Place& place);

  const Source* source_ = nullptr;
  Environment environment_;
  const char* at_ = nullptr;
  const char* line_start_ = nullptr;
  uint32_t line_ = 0;
  bool statement_open_ = false;

  // Of the word that is being read.
  bool in_quotes_ = false;
  bool skipping_ = false;  // a default that is not needed
  uint8_t depth_ = 0;      // of expansions
  size_t size_ = 0;
  Word* word_ = nullptr;
  Problem* problem_ = nullptr;
  WordBuffer* buffer_ = nullptr;
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_LEXER_H_
