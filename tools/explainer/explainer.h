// Decides about everything that a sandboxed program does, as the kernel does at
// the same moment, and keeps what is denied.
#ifndef LANDSHIM_TOOLS_EXPLAINER_EXPLAINER_H_
#define LANDSHIM_TOOLS_EXPLAINER_EXPLAINER_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/decide.h"
#include "policy/domain.h"
#include "tools/explainer/denial.h"
#include "tools/recorder/observer.h"

namespace landshim {

class Explainer : public Witness {
 public:
  // `start` is the domain until the shim has enforced the policy, `main` from
  // then on. `main` has the rules of `start` where no shim will be there.
  Explainer(Domain start, Domain main);

  // To be called before anything is observed.
  void Watch(Observer* observer) { observer_ = observer; }

  void OnAttempt(const Attempt& attempt, const CallData& call,
                 const Requester& requester) override;
  void OnGap(const std::string& why, const CallData& call,
             const Requester& requester) override;
  void OnMark() override { marked_ = true; }
  void OnDone(const CallData& call, const Requester& requester) override;

  const Explanation& explanation() const { return explanation_; }

  // To be called when all has ended: puts the cures where they last.
  void Finish();

 private:
  Denial Describe(const Attempt& attempt, const Operation& operation,
                  const Decision& decision, const CallData& call,
                  const Requester& requester);
  std::string CureOf(const Decision& decision);
  void NoteMade(const Operation& operation, const Decision& decision);
  void Add(Denial denial);
  std::string WhyStale(const Domain& domain, const Decision& decision);

  Domain start_;
  Domain main_;
  bool marked_ = false;
  Observer* observer_ = nullptr;
  Explanation explanation_;
  // By what makes them the same.
  std::map<std::string, size_t> known_;
  // What the program made: a rule cannot be on it before it is there.
  std::set<std::string> made_;
  // That rules of the policy name, and that were replaced since: the rules are
  // on what was there before.
  std::set<std::string> stale_;
  // That cures name, and that are no directories.
  std::set<std::string> files_;
  // Of the exec that is being looked at: the program, then its interpreters.
  std::vector<Denial> exec_;
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_EXPLAINER_H_
