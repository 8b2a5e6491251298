// Two children, one of them restricted; what differs is Landlock's doing.
#include "tools/checker/attempt.h"

#include <utility>

#include "tools/checker/child.h"
#include "tools/checker/plan.h"
#include "tools/checker/restrict.h"
#include "tools/checker/stage.h"
#include "tools/message.h"

namespace landshim {
namespace {

Trial NotTried(std::string why) {
  Trial attempt;
  attempt.why_not = std::move(why);
  return attempt;
}

ChildResult Run(const Plan& plan, const Restriction* restriction) {
  return plan.executes.empty() ? RunInChild(restriction, plan.before, plan.deed)
                               : ExecuteInChild(restriction, plan.executes);
}

// One run on a stage of its own, as the deed may use it up. False: *attempt
// says why it came to nothing.
bool RunOnce(const Operation& operation, const PolicyStatements& policy,
             bool restricted, Filesystem* filesystem, int* error,
             Trial* attempt) {
  Stage stage;
  const Plan plan = PlanFor(operation, filesystem, &stage);
  attempt->stands_in = plan.stands_in;
  attempt->conclusive = !plan.may_fail_first;
  if (!plan.why_not.empty()) {
    *attempt = NotTried(plan.why_not);
    return false;
  }
  Restriction restriction;
  std::string refused;
  if (restricted && !restriction.Prepare(policy, stage.doubles(), &refused)) {
    *attempt = NotTried(refused);
    return false;
  }
  const ChildResult result = Run(plan, restricted ? &restriction : nullptr);
  if (!result.error.has_value()) {
    *attempt = NotTried(result.why_not);
    return false;
  }
  *error = *result.error;
  return true;
}

bool Disagrees(const Trial& attempt, const Decision& decision) {
  switch (attempt.outcome) {
    case TrialOutcome::kAllowed:
      return decision.verdict == Verdict::kDenied ||
             (decision.verdict == Verdict::kFails && !attempt.stands_in);
    case TrialOutcome::kDenied:
      return decision.verdict != Verdict::kDenied ||
             decision.error != attempt.error;
    case TrialOutcome::kFails:
      // Both may answer EACCES, each for its own reason; and the mirror does
      // not know all that comes after Landlock.
      return attempt.conclusive && decision.error != attempt.error &&
             (decision.verdict == Verdict::kDenied ||
              (decision.verdict == Verdict::kFails && !attempt.stands_in));
    case TrialOutcome::kNotTried:
      break;
  }
  return false;
}

}  // namespace

Trial TryOperation(const Answer& answer, const PolicyStatements& policy,
                   Filesystem* filesystem) {
  Trial attempt;
  int free = 0;
  int restricted = 0;
  if (!RunOnce(answer.operation, policy, false, filesystem, &free, &attempt) ||
      !RunOnce(answer.operation, policy, true, filesystem, &restricted,
               &attempt)) {
    return attempt;
  }
  if (answer.decision.verdict == Verdict::kFails && attempt.stands_in) {
    return NotTried(DescribeError(answer.decision.error) +
                    ", before Landlock is asked");
  }
  attempt.error = restricted;
  attempt.free_error = free;
  if (restricted == 0) {
    attempt.outcome = TrialOutcome::kAllowed;
  } else if (restricted == free) {
    attempt.outcome = TrialOutcome::kFails;
  } else {
    attempt.outcome = TrialOutcome::kDenied;
  }
  attempt.disagrees = Disagrees(attempt, answer.decision);
  return attempt;
}

std::string WordFor(const Trial& attempt) {
  switch (attempt.outcome) {
    case TrialOutcome::kAllowed:
      return "allowed";
    case TrialOutcome::kDenied:
      return "denied";
    case TrialOutcome::kFails:
      return "fails";
    case TrialOutcome::kNotTried:
      break;
  }
  return "not tried";
}

std::string ToText(const Trial& attempt, const Answer& answer) {
  std::string text =
      WordFor(attempt) + ": " + Escape(ToText(answer.operation)) + ": ";
  switch (attempt.outcome) {
    case TrialOutcome::kAllowed:
      text += "the kernel allows it";
      break;
    case TrialOutcome::kDenied:
      text += "the kernel says " + DescribeError(attempt.error) + ", and " +
              (attempt.free_error == 0 ? "allows it"
                                       : DescribeError(attempt.free_error)) +
              " without the policy";
      break;
    case TrialOutcome::kFails:
      text += DescribeError(attempt.error) + ", with and without the policy";
      break;
    case TrialOutcome::kNotTried:
      return text + attempt.why_not;
  }
  if (attempt.stands_in) text += " (tried on a stand-in)";
  if (attempt.disagrees) {
    text += "\nBUG in landshim, please report it: its own answer is '" +
            ToText(answer) + "'";
  }
  return text;
}

}  // namespace landshim
