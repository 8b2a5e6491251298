#include "tools/explainer/report.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "policy/text.h"
#include "tools/checker/report.h"
#include "tools/json_text.h"
#include "tools/message.h"

namespace landshim {
namespace {

using Object = nlohmann::ordered_json;

std::string Plural(uint64_t count, const std::string& one,
                   const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::string TextOfDenial(const Denial& denial) {
  std::string text = Escape(BaseName(denial.program)) + "[" +
                     std::to_string(denial.process) + "] " + denial.call +
                     ": " + Escape(denial.operation) + ": " + denial.error +
                     ": " + Escape(denial.reason);
  if (denial.count > 1) text += " (" + std::to_string(denial.count) + " times)";
  text += '\n';
  if (!denial.hint.empty()) text += "    " + Escape(denial.hint) + '\n';
  if (denial.cure.empty()) {
    return denial.unnamed ? text
                          : text + "    nothing in a policy can allow it\n";
  }
  text += "    add: " + Escape(denial.cure);
  if (!denial.danger.words.empty()) {
    text += " (" + Escape(denial.danger.words) + ")";
  }
  return text + '\n';
}

// "2 statements allow them".
std::string WhatAllows(const Explanation& explanation, uint64_t times) {
  uint64_t curable = 0;
  std::set<std::string> cures;
  for (const Denial& denial : explanation.denials) {
    if (denial.cure.empty()) continue;
    curable += denial.count;
    cures.insert(denial.cure);
  }
  const std::string them = times == 1 ? "it" : "them";
  if (cures.empty()) return "no statement allows " + them;
  return Plural(cures.size(), "statement allows ", "statements allow ") +
         (curable == times ? them : std::to_string(curable) + " of " + them);
}

std::string LastLine(const Explanation& explanation, const std::string& program,
                     int status) {
  uint64_t times = 0;
  for (const Denial& denial : explanation.denials) times += denial.count;
  const std::string end =
      Escape(program) + " ended with status " + std::to_string(status) + "; ";
  if (explanation.denials.empty()) {
    return end + "Landlock denied nothing of " +
           Plural(explanation.operations, "operation", "operations") +
           (explanation.gaps.empty() ? "\n"
                                     : " that could be seen; what could not "
                                       "be seen may have been denied\n");
  }
  const size_t kinds = explanation.denials.size();
  return end + "Landlock denied " + Plural(times, "operation", "operations") +
         " of " + std::to_string(explanation.operations) +
         (kinds == times
              ? ""
              : ", " + Plural(kinds, "different one", "different ones")) +
         "; " + WhatAllows(explanation, times) + "\n" +
         (kinds == 1
              ? ""
              : "amend, and explain again: what is denied later may only "
                "follow from what was denied first\n");
}

Object OrNull(const std::string& text) {
  return text.empty() ? Object(nullptr) : Object(text);
}

}  // namespace

std::string TextOf(const Explanation& explanation, const std::string& program,
                   int status) {
  std::string text;
  for (const Denial& denial : explanation.denials) {
    text += TextOfDenial(denial);
  }
  for (const std::string& gap : explanation.gaps) {
    text += "not seen: " + Escape(gap) + '\n';
  }
  if (!explanation.unenforced.empty()) {
    text += "not enforced: " + Escape(explanation.unenforced) + '\n';
  }
  return text + LastLine(explanation, program, status);
}

std::string JsonOf(const Explanation& explanation, const std::string& program,
                   int status) {
  Object denials = Object::array();
  for (const Denial& denial : explanation.denials) {
    denials.push_back({{"call", denial.call},
                       {"operation", denial.operation},
                       {"program", ToUtf8(denial.program)},
                       {"pid", denial.process},
                       {"errno", denial.error},
                       {"reason", denial.reason},
                       {"cure", OrNull(denial.cure)},
                       {"broad", OrNull(ToUtf8(denial.danger.words))},
                       {"hint", OrNull(ToUtf8(denial.hint))},
                       {"count", denial.count}});
  }
  Object gaps = Object::array();
  for (const std::string& gap : explanation.gaps) gaps.push_back(ToUtf8(gap));
  const Object document = {{"program", ToUtf8(program)},
                           {"status", status},
                           {"operations", explanation.operations},
                           {"denials", denials},
                           {"gaps", gaps},
                           {"enforced", explanation.unenforced.empty()}};
  return JsonText(document);
}

}  // namespace landshim
