#include "tools/checker/missing_text.h"

#include "tools/checker/subject.h"

namespace landshim {

std::string MissingText(
    const Decision& decision,
    const std::function<std::string(const Missing& missing)>& place) {
  std::string text;
  for (const Missing& missing : decision.missing) {
    if (!text.empty()) text += ", and ";
    if (missing.access.scope() != 0) {
      text += "no rule lifts " + JoinNames(missing.access);
      continue;
    }
    text += "no rule grants " + JoinNames(missing.access);
    if (missing.access.net() != 0) {
      text += " on port " + std::to_string(missing.port);
    } else {
      text += place(missing);
    }
  }
  if (!decision.gained.empty()) {
    if (!text.empty()) text += ", and ";
    text += "it would gain " + JoinNames(decision.gained) + " there";
  }
  if (text.empty()) text = "no policy can allow it to a sandboxed program";
  if (decision.traced) text = "ptrace: " + text;
  return text;
}

}  // namespace landshim
