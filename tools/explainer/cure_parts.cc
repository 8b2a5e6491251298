// By the policy language's own reader: cures are statements.
#include "tools/explainer/cure_parts.h"

#include <memory>

#include "policy/quote.h"
#include "policy/reader.h"

namespace landshim {

std::vector<CurePart> PartsOf(const std::string& cure) {
  const Source source = {
      .name = "cure", .text = cure, .kind = SourceKind::kRules};
  const auto reader = std::make_unique<Reader>(Environment{});
  reader->Open(&source);
  std::vector<CurePart> parts;
  Statement statement;
  while (reader->Next(&statement) == Reader::Result::kStatement) {
    if (statement.kind == StatementKind::kInclude) {
      parts.push_back(
          {.verb = statement.verb,
           .text = "include <" + std::string(statement.text) + '>'});
    } else if (statement.kind == StatementKind::kUnscope) {
      parts.push_back({.verb = statement.verb,
                       .access = statement.access,
                       .text = "unscope " + NamesOf(statement.access)});
    } else if (statement.kind == StatementKind::kPath) {
      const std::string path(statement.text);
      parts.push_back(
          {.verb = statement.verb,
           .access = statement.access,
           .path = path,
           .text = StatementOn(*statement.verb, statement.access, path)});
    }
  }
  return parts;
}

std::string StatementOn(const Verb& verb, AccessMasks access,
                        const std::string& path) {
  std::string text(verb.Name());
  if (verb.operands == Operands::kAllowed) text += ' ' + NamesOf(access);
  if (verb.operands == Operands::kPeer) text += " unix";
  return text + ' ' + Quote(path);
}

}  // namespace landshim
