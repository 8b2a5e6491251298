// Reads the text three times: its words with and without variables, and its
// statements with stand-ins for the words that hold any.
#include "tools/text_meaning.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "policy/lexer.h"
#include "policy/reader.h"
#include "policy/table.h"
#include "tools/message.h"
#include "tools/raw_lines.h"

namespace landshim {
namespace {

// Separates the parts of an entry: no policy can hold it.
constexpr char kSeparator = '\0';

// What the values begin with that the variables are given.
constexpr char kValue = '\x01';

using Words = std::vector<std::string>;

// NAME=value strings for an Environment.
class Variables {
 public:
  void Add(const std::string& name, const std::string& value) {
    entries_.push_back(name + "=" + value);
  }

  // Valid until the next Add.
  Environment environment() {
    pointers_.clear();
    for (const std::string& entry : entries_) {
      pointers_.push_back(entry.c_str());
    }
    pointers_.push_back(nullptr);
    return {pointers_.data()};
  }

 private:
  std::vector<std::string> entries_;
  std::vector<const char*> pointers_;
};

// Every variable that could be meant in the text, each with a value of its own
// that is shorter than what names it, so that no word gets too long by it.
Variables OneValueForEach(std::string_view text) {
  std::set<std::string> names = {"HOME"};
  for (size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    const std::string_view rest = text.substr(at + 2);
    names.emplace(rest.substr(0, rest.find_first_of(":}\n")));
  }
  Variables variables;
  size_t number = 0;
  for (const std::string& name : names) {
    const char digits[] = {kValue, static_cast<char>(1 + number % 255),
                           static_cast<char>(1 + number / 255 % 255)};
    variables.Add(name, std::string(digits, sizeof(digits)));
    ++number;
  }
  return variables;
}

// All that matters of a word as the lexer gives it.
std::string Spelled(const Word& word) {
  if (word.missing_variable.data() != nullptr) {
    return std::string(1, kSeparator) + std::string(word.missing_variable);
  }
  std::string text(word.text);
  if (word.quoted) text += kSeparator;
  return text;
}

// Takes note of quotes only where they count: what `include` is given in quotes
// is a file, even if it looks like a fragment, or its variable could.
void ForgetQuotes(Words* words) {
  const bool includes = (*words)[0] == "include" || (*words)[0] == "include?";
  for (std::string& word : *words) {
    if (word.empty() || word.back() != kSeparator) continue;
    if (includes && (word[0] == '<' || word[0] == kValue)) continue;
    word.pop_back();
  }
}

// The verb that a word names, with or without `?`; null: none.
const Verb* VerbOf(std::string_view word) {
  if (!word.empty() && word.back() == '?') word.remove_suffix(1);
  return FindRow(kVerbs, word);
}

// One entry for each operand, with the words before the first of them.
void AddEntries(const Words& words, TextMeaning* meaning) {
  const Verb* const verb = VerbOf(words[0]);
  const bool joins = verb != nullptr && verb->operands != Operands::kLog;
  const size_t shared = joins ? verb->least_operands : words.size();
  std::string entry;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i >= shared) {
      meaning->push_back(entry + words[i]);
    } else {
      entry += words[i] + kSeparator;
    }
  }
  if (words.size() <= shared) meaning->push_back(entry);
}

// Adds the entries of every statement's words. False: *error says what is
// wrong.
bool ReadWords(const Source& source, Environment environment,
               TextMeaning* meaning, std::string* error) {
  WordBuffer buffer;
  Problem problem;
  Lexer lexer;
  lexer.Start(&source, environment, &buffer);
  Words words;
  Word word;
  while (true) {
    switch (lexer.Next(&word, &problem)) {
      case Token::kWord:
        words.push_back(Spelled(word));
        break;
      case Token::kEndOfStatement:
        ForgetQuotes(&words);
        AddEntries(words, meaning);
        words.clear();
        break;
      case Token::kEndOfText:
        return true;
      case Token::kProblem:
        *error = DescribeProblem(problem);
        return false;
    }
  }
}

bool ReadAllWords(const Source& source, TextMeaning* meaning,
                  std::string* error) {
  Variables none;
  Variables all = OneValueForEach(source.text);
  return ReadWords(source, none.environment(), meaning, error) &&
         ReadWords(source, all.environment(), meaning, error);
}

// A word without the quotes in it; escapes stay.
std::string Unquoted(std::string_view word) {
  std::string unquoted(word);
  std::erase(unquoted, '"');
  return unquoted;
}

bool HoldsVariable(std::string_view word) {
  return word.find("${") != std::string_view::npos;
}

// What can stand for an operand of a verb whatever value it has; nothing where
// there is no such thing. At most as long as the shortest variable: ${A}.
std::optional<std::string_view> StandIn(const Verb& verb,
                                        std::string_view first_operand) {
  switch (verb.operands) {
    case Operands::kVersion:
    case Operands::kAbi:
      return "1";
    case Operands::kIncludes:
    case Operands::kPaths:
      return "/x";
    case Operands::kAllowed: {
      const Right* const named =
          FindRow(kRights, first_operand.substr(0, first_operand.find(',')));
      return named != nullptr && named->Masks().net() != 0 ? "1" : "/x";
    }
    case Operands::kPeer:
      return first_operand == "unix" ? "/x" : "1";
    case Operands::kScopes:
    case Operands::kClasses:
    case Operands::kLog:
      return std::nullopt;
  }
  return std::nullopt;
}

// A text in which no word holds a variable, and every other word is where it
// was.
class StandInText {
 public:
  explicit StandInText(std::string_view text) : original_(text), text_(text) {
    for (const RawLine& line : CutRaw(text)) {
      if (line.kind == RawKind::kStatement) Replace(line.words);
    }
  }

  const std::string& text() const { return text_; }

 private:
  void Replace(const std::vector<std::string_view>& words) {
    if (std::none_of(words.begin(), words.end(), HoldsVariable)) return;
    const Verb* const verb = VerbOf(Unquoted(words[0]));
    // Before these there is something that says what kind they are.
    const size_t first = verb != nullptr ? verb->least_operands : 0;
    const bool decided =
        verb != nullptr &&
        std::none_of(words.begin(),
                     words.begin() + std::min(first, words.size()),
                     HoldsVariable);
    const std::optional<std::string_view> stand_in =
        decided ? StandIn(*verb, Unquoted(words[1])) : std::nullopt;
    for (std::string_view word : words) {
      if (!stand_in.has_value()) {
        Put(word, "");
      } else if (HoldsVariable(word)) {
        Put(word, *stand_in);
      }
    }
  }

  void Put(std::string_view word, std::string_view stand_in) {
    const size_t at = static_cast<size_t>(word.data() - original_.data());
    std::string padded(stand_in);
    padded.resize(word.size(), ' ');
    text_.replace(at, word.size(), padded);
  }

  std::string_view original_;
  std::string text_;
};

std::string Entry(const Statement& statement) {
  std::string entry(statement.verb->Name());
  for (uint64_t number :
       {static_cast<uint64_t>(statement.kind), statement.access.bits,
        uint64_t{statement.abi.least}, uint64_t{statement.abi.most},
        uint64_t{statement.first_port}, uint64_t{statement.last_port},
        uint64_t{statement.log_on}, uint64_t{statement.optional},
        uint64_t{statement.exact}, uint64_t{statement.quiet},
        uint64_t{statement.fragment}}) {
    entry += kSeparator + std::to_string(number);
  }
  if (statement.log != nullptr) entry += statement.log->name;
  return entry + kSeparator + std::string(statement.text);
}

// The statements, as far as no variable decides what they are.
bool ReadStatements(const Source& source, TextMeaning* meaning,
                    std::string* error) {
  const StandInText stand_ins(source.text);
  Source copy = source;
  copy.text = stand_ins.text();
  // Any text can be read as rules: those need no version and no abi.
  copy.kind = SourceKind::kRules;
  Variables variables;
  variables.Add("HOME", "/h");
  const auto reader = std::make_unique<Reader>(variables.environment());
  reader->Open(&copy);
  Statement statement;
  while (true) {
    switch (reader->Next(&statement)) {
      case Reader::Result::kStatement:
        meaning->push_back(Entry(statement));
        break;
      case Reader::Result::kEnd:
        return true;
      case Reader::Result::kProblem:
        *error = DescribeProblem(reader->problem());
        return false;
    }
  }
}

}  // namespace

bool ReadMeaning(const Source& source, TextMeaning* meaning,
                 std::string* error) {
  meaning->clear();
  return ReadAllWords(source, meaning, error) &&
         ReadStatements(source, meaning, error);
}

bool ReadsTheSame(std::string_view word, std::string_view other,
                  bool included) {
  TextMeaning meaning[2];
  std::string error;
  for (int i = 0; i < 2; ++i) {
    std::string text = included ? "include " : "";
    text += i == 0 ? word : other;
    const Source source = {"", text};
    if (!ReadAllWords(source, &meaning[i], &error)) return false;
  }
  return meaning[0] == meaning[1];
}

}  // namespace landshim
