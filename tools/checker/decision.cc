// Words for decisions, and the files that a program's start executes.
#include "tools/checker/decision.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <vector>

#include "policy/abi.h"
#include "policy/quote.h"
#include "policy/ruleset.h"
#include "tools/checker/interpreters.h"
#include "tools/checker/missing_text.h"
#include "tools/checker/subject.h"
#include "tools/message.h"

namespace landshim {
namespace {

std::string WhyUnrestricted(const Operation& operation, const Domain& domain,
                            const PolicyStatements& policy,
                            Filesystem* filesystem) {
  // What the newest kernel would look at.
  KernelTraits newest = domain.kernel;
  newest.abi = kNewestAbi;
  const Requirement required = RequirementOf(operation, newest, filesystem);
  AccessMasks access;
  for (const Need& need : required.needs) access |= need.access;
  if (required.topology || required.trace || required.trace_use_error != 0) {
    access |= SupportedAccess(1);
  }
  if (access.empty()) return "Landlock never restricts it";
  const std::string names = JoinNames(access);
  if (!access.Overlaps(~LeftUnhandled(policy.summary))) {
    return "the policy leaves " + names + " unrestricted";
  }
  const int first = FirstAbiOf(access & ~LeftUnhandled(policy.summary));
  const std::string from = "ABI " + std::to_string(first) + " (Linux " +
                           std::string(LinuxOfAbi(first)) + ")";
  if (first > policy.summary.abi.most) {
    return "the policy's ABI ends at " +
           std::to_string(policy.summary.abi.most) + ", and " + names +
           (names.find(' ') == std::string::npos ? " is" : " are") +
           " restricted from " + from + " on";
  }
  if (domain.kernel.abi == 0) {
    return "this kernel has no Landlock, so nothing is restricted";
  }
  return "Landlock ABI " + std::to_string(domain.kernel.abi) +
         " does not restrict " + names + ", " + from + " does";
}

std::string Statements(const Decision& decision) {
  std::string text;
  for (const PolicyStatement* statement : decision.granted_by) {
    if (!text.empty()) text += ", ";
    text += ToText(statement->place) + ": " + Escape(ToText(*statement));
  }
  return text;
}

std::string WhyDenied(const Answer& answer) {
  const Decision& decision = answer.decision;
  std::string text = MissingText(decision, [&](const Missing& missing) {
    return missing.path == answer.operation.path || !answer.instead.empty()
               ? " there"
               : " on '" + Escape(missing.path) + "'";
  });
  if (decision.error == EXDEV) text += " (EXDEV)";
  return text;
}

std::string Cures(const Decision& decision) {
  if (decision.cures.empty()) return {};
  std::string text = "; add '" + Escape(decision.cures[0]) + "'";
  if (decision.cures.size() > 1) {
    text += " or '" + Escape(decision.cures[1]) + "'";
  }
  return text;
}

}  // namespace

Answer Ask(const Operation& operation, const Domain& domain,
           const PolicyStatements& policy, Filesystem* filesystem,
           Content* content) {
  Answer answer;
  answer.operation = operation;
  answer.decision = Decide(domain, operation, filesystem);
  const auto is_denied = [&answer] {
    return answer.decision.verdict == Verdict::kDenied ||
           answer.decision.error != 0;
  };
  if (operation.kind->deed == Deed::kExecute && !is_denied()) {
    for (const Interpreter& next :
         InterpretersOf(operation.path, filesystem, content)) {
      const Decision decision =
          Decide(domain, MakeOperation("exec", next.path), filesystem);
      if (decision.verdict != Verdict::kDenied && decision.error == 0) continue;
      answer.decision = decision;
      answer.instead =
          "its " + std::string(next.what) + " '" + Escape(next.path) + "'";
      break;
    }
  }
  if (answer.decision.verdict == Verdict::kUnrestricted) {
    answer.why_unrestricted =
        WhyUnrestricted(operation, domain, policy, filesystem);
  }
  return answer;
}

bool IsAllowed(const Answer& answer) {
  return answer.decision.verdict == Verdict::kAllowed ||
         answer.decision.verdict == Verdict::kUnrestricted;
}

std::string WordFor(const Answer& answer) {
  switch (answer.decision.verdict) {
    case Verdict::kAllowed:
    case Verdict::kUnrestricted:
      return "allowed";
    case Verdict::kDenied:
      return "denied";
    case Verdict::kFails:
      break;
  }
  return "fails";
}

std::string ToText(const Answer& answer) {
  const Decision& decision = answer.decision;
  std::string text = WordFor(answer) + ": " + Escape(ToText(answer.operation));
  switch (decision.verdict) {
    case Verdict::kAllowed:
      text += " (" + Statements(decision) + ")";
      break;
    case Verdict::kUnrestricted:
      text += " (" + answer.why_unrestricted + ")";
      break;
    case Verdict::kDenied:
      text += ": ";
      if (!answer.instead.empty()) {
        text += answer.instead + " may not be executed: ";
      }
      return text + WhyDenied(answer) + Cures(decision);
    case Verdict::kFails:
      text += ": ";
      if (!answer.instead.empty()) text += answer.instead + ": ";
      return text + DescribeError(decision.error) +
             ", before Landlock is asked";
  }
  if (decision.error != 0) {
    text += ", but then it fails: " + DescribeError(decision.error);
  }
  return text;
}

}  // namespace landshim
