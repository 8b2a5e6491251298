// The grammar: statements, their verbs, and which operands may follow.
#include "policy/reader.h"

#include "policy/suggest.h"
#include "policy/table.h"

namespace landshim {

int ParseNumber(std::string_view text, int most) {
  if (text.empty()) return -1;
  int number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    if (number <= most) number = number * 10 + (c - '0');
  }
  return number <= most ? number : -2;
}

std::string_view JoinPath(std::string_view base, std::string_view path,
                          WordBuffer* buffer) {
  if (base.size() + path.size() + 1 > kLongestWord) return {};
  Text text(*buffer, kLongestWord);
  text.Append(base);
  if (!base.empty() && base.back() != '/') text.Append('/');
  text.Append(path);
  return text.Terminated();
}

void Reader::Open(const Source* source) {
  Level& opened = levels_[depth_++];
  opened = Level{};
  opened.lexer.Start(source, environment_, &word_);
}

bool Reader::IsOpen(const Source* source) const {
  for (int i = 0; i < depth_; ++i) {
    if (levels_[i].lexer.source() == source) return true;
  }
  return false;
}

Reader::Step Reader::FailAt(const Place& place, ProblemKind kind) {
  problem_.Set(place, kind);
  return Step::kProblem;
}

Reader::Step Reader::FailAt(const Place& place, ProblemKind kind,
                            Argument argument) {
  FailAt(place, kind);
  return FailWith(argument);
}

Reader::Step Reader::FailWith(Argument argument) {
  problem_.With(argument);
  return Step::kProblem;
}

Reader::Step Reader::Fail(const Word& word, ProblemKind kind) {
  return FailAt(word.place, kind, word.text);
}

Reader::Result Reader::Next(Statement* statement) {
  while (depth_ > 0) {
    Word word;
    Step step = Step::kMore;
    switch (level().lexer.Next(&word, &problem_)) {
      case Token::kProblem:
        return Refuse();
      case Token::kEndOfText:
        if (!level().started && IsPolicyFile()) {
          step =
              FailAt({level().lexer.source(), 1, 1}, ProblemKind::kNoVersion);
          break;
        }
        --depth_;
        continue;
      case Token::kEndOfStatement:
        step = EndStatement();
        break;
      case Token::kWord:
        step = level().verb == nullptr ? ReadVerb(word)
                                       : ReadOperand(word, statement);
        break;
    }
    if (step == Step::kProblem) return Refuse();
    if (step == Step::kStatement) return Result::kStatement;
  }
  return Result::kEnd;
}

// A file that was no policy so far may be anything, a secret of somebody else:
// no word of it is to be shown. What follows `landshim` is its version.
Reader::Result Reader::Refuse() {
  const Level& at = level();
  const SourceKind kind = at.lexer.source()->kind;
  const bool is_file =
      kind == SourceKind::kFile || kind == SourceKind::kIncluded;
  if (is_file && !at.proven && at.verb != &kVerbs[0] && problem_.count > 0 &&
      problem_.kind != ProblemKind::kNoVersion) {
    problem_.Set(problem_.place, ProblemKind::kNotAPolicy);
  }
  return Result::kProblem;
}

Reader::Step Reader::ReadVerb(const Word& word) {
  if (word.missing_variable.data() != nullptr) return FailVariable(word);
  Word name = word;
  const bool optional = !name.text.empty() && name.text.back() == '?';
  if (optional) name.text.remove_suffix(1);
  Level& at = level();
  const bool first = !at.started;
  at.started = true;
  at.verb = FindRow(kVerbs, name.text);
  at.verb_place = word.place;
  at.optional = optional;
  at.operands = 0;
  at.access = {};
  const bool is_version = at.verb == &kVerbs[0];
  if (first && !is_version && IsPolicyFile()) {
    return Fail(word, ProblemKind::kNoVersion);
  }
  if (!first && is_version) return Fail(word, ProblemKind::kLateVersion);
  if (at.verb == nullptr) return FailVerb(name);
  if (optional && !at.verb->takes_path) {
    return Fail(name, ProblemKind::kOptionalWithoutPath);
  }
  return Step::kMore;
}

Reader::Step Reader::FailVerb(const Word& name) {
  const OtherVerb* other = FindRow(kOtherVerbs, name.text);
  if (other != nullptr) {
    if (other->instead[0] == '\0') return Fail(name, ProblemKind::kDeny);
    Fail(name, ProblemKind::kOtherVerb);
    return FailWith(std::string_view(other->instead));
  }
  Suggestion(name.text).Among(kVerbs).Describe(
      name.place, ProblemKind::kUnknownStatement, &problem_);
  return Step::kProblem;
}

Reader::Step Reader::FailVariable(const Word& word) {
  return FailAt(word.variable_place,
                word.variable_empty ? ProblemKind::kEmptyVariable
                                    : ProblemKind::kUnsetVariable,
                word.missing_variable);
}

Reader::Step Reader::EndStatement() {
  Level& at = level();
  const Verb& verb = *at.verb;
  at.verb = nullptr;
  if (at.operands >= verb.least_operands) {
    at.proven = true;
    return Step::kMore;
  }
  FailAt(at.verb_place, ProblemKind::kNoOperand, verb.Name());
  return FailWith(ExampleOf(verb));
}

Reader::Step Reader::ReadOperand(const Word& word, Statement* out) {
  Level& at = level();
  const int index = at.operands++;
  *out = Statement{};
  out->place = word.place;
  out->verb = at.verb;
  out->optional = at.optional;
  if (word.missing_variable.data() != nullptr) {
    const bool is_path = index >= at.verb->least_operands - 1;
    return at.optional && is_path ? Step::kMore : FailVariable(word);
  }
  switch (at.verb->operands) {
    case Operands::kVersion:
      return ReadVersion(word);
    case Operands::kAbi:
      return ReadAbi(word, out);
    case Operands::kIncludes:
      return ReadInclude(word, out);
    case Operands::kPaths:
      out->access = at.verb->access;
      return ReadPath(word, out);
    case Operands::kAllowed:
      if (index == 0) return ReadRights(word);
      out->exact = true;
      break;
    case Operands::kPeer:
      if (index == 0) return ReadPeer(word);
      break;
    case Operands::kScopes:
      return ReadScope(word, out);
    case Operands::kClasses:
      return ReadClass(word, out);
    case Operands::kLog:
      return ReadLog(word, out);
  }
  out->access = at.access;
  return at.access.net() != 0 ? ReadPorts(word, out) : ReadPath(word, out);
}

}  // namespace landshim
