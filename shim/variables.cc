// One table of the names; everything that looks like one of them is checked.
#include "shim/variables.h"

#include "policy/own_variable.h"
#include "policy/suggest.h"
#include "policy/table.h"
#include "shim/report.h"
#include "shim/sample.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// For looking them up and for suggestions.
struct Variable {
  char name[16];
};

// The ones that go not together with LANDSHIM_LEARN come last.
constexpr Variable kVariables[] = {{"LANDSHIM_LOG"},    {"LANDSHIM_LEARN"},
                                   {"LANDSHIM_BIN"},    {"LANDSHIM_KEEP"},
                                   {"LANDSHIM_POLICY"}, {"LANDSHIM_RULES"},
                                   {"LANDSHIM_RUN"}};
constexpr size_t kLearnMay = 3;
constexpr size_t kVariableCount = sizeof(kVariables) / sizeof(kVariables[0]);

bool CheckName(std::string_view entry, bool learn, Problem* problem) {
  const std::string_view name = Before(entry, '=');
  const size_t index = FindIndex(kVariables, name);
  const bool known = index < kVariableCount;
  if (learn && ((known && index >= kLearnMay) || IsSampleVariable(entry))) {
    problem->Set(Named(kLearnVariable), ProblemKind::kLearnConflict);
    problem->With(name);
    return false;
  }
  if (known || !IsOwnVariable(name)) return true;
  Suggestion(name)
      .Among(kVariables)
      .Describe(Named(name), ProblemKind::kVariableUnknown, problem);
  return false;
}

// Whether the variable has its one value. False: it has another one.
bool ReadSwitch(Environment environment, std::string_view name,
                const char* value, bool* on, Problem* problem) {
  const std::string_view found = environment.Find(name);
  if (found.data() == nullptr) return true;
  *on = Is(found, value);
  if (*on) return true;
  problem->Set(Named(name), ProblemKind::kVariableValue);
  problem->With(found).With(std::string_view(value));
  return false;
}

}  // namespace

bool ReadVariables(char** envp, Request* request, Problem* problem) {
  request->environment = {envp};
  const Environment environment = request->environment;
  request->learn = environment.Find(kLearnVariable);
  const bool learn = request->learn.data() != nullptr;
  if (learn && request->learn.empty()) {
    problem->Set(Named(kLearnVariable), ProblemKind::kVariableEmpty);
    return false;
  }
  for (char** entry = envp; *entry != nullptr; ++entry) {
    if (!CheckName(*entry, learn, problem)) return false;
  }
  return ReadSwitch(environment, "LANDSHIM_KEEP"sv, "1", &request->keep,
                    problem) &&
         ReadSwitch(environment, "LANDSHIM_LOG"sv, "info", &request->info,
                    problem);
}

bool CheckNoPolicy(Environment environment, Problem* problem) {
  for (const std::string_view name :
       {"LANDSHIM_POLICY"sv, "LANDSHIM_RULES"sv, "LL_FS_RO"sv, "LL_FS_RW"sv}) {
    if (environment.Find(name).data() == nullptr) continue;
    problem->Set(Named(kHandOverVariable), ProblemKind::kLearnConflict);
    problem->With(name);
    return false;
  }
  return true;
}

}  // namespace landshim
