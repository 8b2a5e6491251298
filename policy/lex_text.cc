// Putting tokens into words.
#include "policy/lex_text.h"

#include "policy/lexer.h"
#include "policy/read_text.h"

namespace landshim::testing {
namespace {

std::string PlaceWords(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string WordWords(const Word& word) {
  const std::string place = PlaceWords(word.place) + " ";
  if (word.missing_variable.data() != nullptr) {
    return place + (word.variable_empty ? "empty " : "unset ") +
           std::string(word.missing_variable) + " " +
           PlaceWords(word.variable_place);
  }
  const std::string text(word.text);
  return place + (word.quoted ? '"' + text + '"' : text);
}

}  // namespace

std::vector<std::string> Lex(std::string_view text,
                             const std::vector<std::string>& environment) {
  const Variables variables(environment);
  const ExactText exact(text);
  const Source source = {"app.policy", exact.view()};
  WordBuffer buffer;
  Lexer lexer;
  lexer.Start(&source, variables.environment(), &buffer);
  std::vector<std::string> tokens;
  while (true) {
    Word word;
    Problem problem;
    switch (lexer.Next(&word, &problem)) {
      case Token::kWord:
        tokens.push_back(WordWords(word));
        break;
      case Token::kEndOfStatement:
        tokens.emplace_back("end");
        break;
      case Token::kEndOfText:
        return tokens;
      case Token::kProblem:
        tokens.push_back(Describe(problem));
        return tokens;
    }
  }
}

}  // namespace landshim::testing
