// Enforces the twenty rules with as little as Landlock takes: every argument is
// a constant, nothing is looked for, read or checked.
#include "tests/bench/least_calls.h"
#include "tests/bench/twenty_rules.h"

namespace landshim::bench {
namespace {

struct Rule {
  uint32_t access;
  char path[16];  // in place: a pointer would take a relocation
};

constexpr Rule kRules[] = {
#define RULE(name, path, directory) \
  {static_cast<uint32_t>(Granted(verb::name, directory, kAbi)), path},
    TWENTY_RULES(RULE)
#undef RULE
};

__attribute__((constructor)) void Enforce() {
  const int ruleset = Create();
  for (const Rule& rule : kRules) Add(ruleset, rule.path, rule.access);
  Restrict(ruleset);
}

}  // namespace
}  // namespace landshim::bench
