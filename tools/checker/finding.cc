// Texts are put together here and nowhere else.
#include "tools/checker/finding.h"

#include <cassert>
#include <cstddef>

namespace landshim {
namespace {

std::string Fill(std::string_view pattern,
                 const std::vector<std::string>& arguments, size_t* next) {
  std::string text;
  while (true) {
    const size_t at = pattern.find("{}");
    text += pattern.substr(0, at);
    if (at == std::string_view::npos) return text;
    text += arguments.at((*next)++);
    pattern.remove_prefix(at + 2);
  }
}

}  // namespace

std::string_view NameOf(Severity severity) {
  return severity == Severity::kWarning ? "warning" : "info";
}

Finding MakeFinding(Lint lint, const Place& place,
                    const std::vector<std::string>& arguments) {
  size_t next = 0;
  Finding finding = {lint, place, {}, {}};
  finding.risk = Fill(RowOf(lint).risk, arguments, &next);
  finding.cure = Fill(RowOf(lint).cure, arguments, &next);
  assert(next == arguments.size());
  return finding;
}

}  // namespace landshim
