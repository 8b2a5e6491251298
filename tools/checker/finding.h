// What a lint found: which, where, and its texts.
#ifndef LANDSHIM_TOOLS_CHECKER_FINDING_H_
#define LANDSHIM_TOOLS_CHECKER_FINDING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/source.h"
#include "tools/checker/lint_table.h"

namespace landshim {

enum class Severity : uint8_t { kWarning, kInfo };

enum class Lint : uint8_t {
#define LANDSHIM_L(name, severity, printed, risk, cure) name,
  LANDSHIM_LINTS(LANDSHIM_L)
#undef LANDSHIM_L
};

// One row of the table.
struct LintRow {
  Lint lint;
  Severity severity;
  std::string_view name;
  std::string_view risk;
  std::string_view cure;
};

inline constexpr LintRow kLints[] = {
#define LANDSHIM_L(name, severity, printed, risk, cure) \
  {Lint::name, Severity::severity, printed, risk, cure},
    LANDSHIM_LINTS(LANDSHIM_L)
#undef LANDSHIM_L
};

constexpr const LintRow& RowOf(Lint lint) {
  return kLints[static_cast<size_t>(lint)];
}

// "warning" or "info".
std::string_view NameOf(Severity severity);

struct Finding {
  Lint lint;
  Place place;
  std::string risk;
  std::string cure;
};

// A finding with the row's texts, each {} of which takes the next argument.
// There must be as many arguments as {}.
Finding MakeFinding(Lint lint, const Place& place,
                    const std::vector<std::string>& arguments);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_FINDING_H_
