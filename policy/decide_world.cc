// Decisions in one line each.
#include "policy/decide_world.h"

#include <gtest/gtest.h>

#include "policy/quote.h"

namespace landshim::testing {

DecideWorld::DecideWorld(int kernel_abi) {
  domain_.kernel.abi = kernel_abi;
  files_.File("/d/f").File("/d/g").Directory("/d/e").Link("/d/l", "f");
  files_.File("/a/f").Make("/d/socket", FileKind::kSocket);
  files_.Make("/d/pipe", FileKind::kFifo);
  files_.Make("/dev/tty", FileKind::kCharDevice);
  files_.Make("/dev/null", FileKind::kCharDevice);
  files_.File("/dev/mqueue/q");
}

bool DecideWorld::Add(const std::string& rules, SourceKind kind,
                      std::string* error) {
  policies_.push_back(std::make_unique<PolicyStatements>());
  const Source source = {.name = "rules", .text = rules, .kind = kind};
  Layer layer;
  if (!ReadStatements({source}, {}, {}, policies_.back().get(), error) ||
      !BuildLayer(*policies_.back(), domain_.kernel, &files_, &layer, error)) {
    return false;
  }
  domain_.layers.push_back(layer);
  return true;
}

DecideWorld& DecideWorld::Under(const std::string& rules) {
  std::string error;
  EXPECT_TRUE(Add(rules, SourceKind::kRules, &error)) << error;
  return *this;
}

std::string DecideWorld::Refuses(const std::string& rules, SourceKind kind) {
  std::string error;
  if (Add(rules, kind, &error)) domain_.layers.pop_back();
  return error;
}

Decision DecideWorld::Decide(const std::string& operation) {
  Operation parsed;
  std::string error;
  EXPECT_TRUE(ParseOperation(operation, "test", {}, "/d", &parsed, &error))
      << error;
  return landshim::Decide(domain_, parsed, &files_);
}

std::string DecideWorld::May(const std::string& operation) {
  const Decision decision = Decide(operation);
  const std::string error = ErrnoName(decision.error);
  switch (decision.verdict) {
    case Verdict::kAllowed:
      return decision.error == 0 ? "allowed" : "allowed, then " + error;
    case Verdict::kUnrestricted:
      return decision.error == 0 ? "unrestricted"
                                 : "unrestricted, then " + error;
    case Verdict::kFails:
      return "fails: " + error;
    case Verdict::kDenied:
      break;
  }
  std::string text = error;
  std::string separator = ": ";
  for (const Missing& missing : decision.missing) {
    text += separator + NamesOf(missing.access);
    if (!missing.path.empty()) text += ' ' + missing.path;
    if (missing.access.net() != 0) text += ' ' + std::to_string(missing.port);
    separator = "; ";
  }
  if (!decision.gained.empty()) {
    text += separator + "gains " + NamesOf(decision.gained);
  }
  return text;
}

std::vector<std::string> DecideWorld::Cures(const std::string& operation) {
  return Decide(operation).cures;
}

std::vector<std::string> DecideWorld::GrantedBy(const std::string& operation) {
  std::vector<std::string> statements;
  for (const PolicyStatement* statement : Decide(operation).granted_by) {
    statements.push_back(ToText(*statement));
  }
  return statements;
}

}  // namespace landshim::testing
