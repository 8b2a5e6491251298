// Statements that do less than it seems.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "policy/lexer.h"
#include "policy/ruleset.h"
#include "tools/checker/lints.h"

namespace landshim {
namespace {

// Paths that were left out since a variable has no value are no statements: the
// text is read again for their words.
void FindMissingVariables(const Source& source, Environment environment,
                          Findings* findings) {
  auto buffer = std::make_unique<WordBuffer[]>(1);
  Lexer lexer;
  lexer.Start(&source, environment, &buffer[0]);
  Word word;
  Problem problem;
  bool first = true;
  bool optional = false;
  while (true) {
    const Token token = lexer.Next(&word, &problem);
    if (token == Token::kEndOfText || token == Token::kProblem) return;
    if (token == Token::kEndOfStatement) {
      first = true;
      continue;
    }
    if (first) optional = !word.text.empty() && word.text.back() == '?';
    first = false;
    if (!optional || word.missing_variable.data() == nullptr) continue;
    findings->push_back(MakeFinding(Lint::kMissingVariable, word.variable_place,
                                    {std::string(word.missing_variable)}));
  }
}

std::string RangeText(AbiRange range) {
  const std::string least = std::to_string(range.least);
  return range.least == range.most ? least
                                   : least + ".." + std::to_string(range.most);
}

int LastAbiOf(AccessMasks access) {
  int last = 1;
  for (const Right& r : kRights) {
    if (access.Overlaps(r.Masks())) last = std::max<int>(last, r.abi);
  }
  return last;
}

// A statement that grants, or lifts a scope.
bool SaysRights(const PolicyStatement& statement) {
  return statement.Grants() || statement.kind == StatementKind::kUnscope;
}

}  // namespace

void FindSkippedStatements(const Subject& subject, Findings* findings) {
  for (const PathStatement& path : subject.paths()) {
    if (!path.statement->optional || !IsWritten(*path.statement) ||
        path.found.error == 0) {
      continue;
    }
    findings->push_back(MakeFinding(Lint::kMissingPath, path.statement->place,
                                    {path.statement->text}));
  }
  for (const auto& text : subject.policy().texts) {
    if (text->source.kind == SourceKind::kFragment) continue;
    FindMissingVariables(text->source, subject.environment(), findings);
  }
}

void FindStatementsAboveAbi(const Subject& subject, Findings* findings) {
  const AbiRange abi = subject.policy().summary.abi;
  const AccessMasks known = SupportedAccess(abi.most);
  std::vector<std::string> said;
  for (const PolicyStatement& statement : subject.policy().list) {
    const AccessMasks above = statement.access & ~known & kAllRights;
    if (!SaysRights(statement) || above.empty()) continue;
    // Once for each verb, and what it is about.
    const std::string key =
        std::string(statement.verb->Name()) + JoinNames(above);
    if (std::find(said.begin(), said.end(), key) != said.end()) continue;
    said.push_back(key);
    findings->push_back(
        MakeFinding(Lint::kAboveAbi, statement.place,
                    {ToText(statement), JoinNames(above), RangeText(abi),
                     std::to_string(LastAbiOf(above))}));
  }
}

void FindStatementsWithoutEffect(const Subject& subject, Findings* findings) {
  const Summary& summary = subject.policy().summary;
  const int abi = subject.machine().kernel_abi;
  // Nothing has, without Landlock or where the program does not start.
  if (abi == 0 || abi < summary.abi.least) return;
  const AccessMasks meant =
      SupportedAccess(summary.abi.most) & ~LeftUnhandled(summary);
  for (const PolicyStatement& statement : subject.policy().list) {
    if (!SaysRights(statement) || !IsWritten(statement)) continue;
    const AccessMasks access =
        statement.kind == StatementKind::kUnscope
            ? statement.access & SupportedAccess(summary.abi.most)
            : statement.access & meant;
    if (access.empty() || access.Overlaps(SupportedAccess(abi))) continue;
    const int first = FirstAbiOf(access);
    findings->push_back(
        MakeFinding(Lint::kNoEffectHere, statement.place,
                    {ToText(statement), std::to_string(abi),
                     std::to_string(first), std::string(LinuxOfAbi(first))}));
  }
}

}  // namespace landshim
