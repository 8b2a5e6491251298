// All statements of a policy one after the other, wherever they come from.
#ifndef LANDSHIM_SHIM_POLICY_WALK_H_
#define LANDSHIM_SHIM_POLICY_WALK_H_

#include <cstdint>

#include "policy/environment.h"
#include "policy/problem.h"
#include "policy/reader.h"
#include "policy/source.h"
#include "policy/statement.h"
#include "shim/policy_files.h"
#include "shim/sample.h"

namespace landshim {

// Where a policy comes from: one or two texts, or the sample's variables.
struct PolicyOrigin {
  const Source* texts[2] = {};
  int text_count = 0;
  bool sample = false;
  // `landshim run` has said what there is to say about single rules.
  bool rules_reported = false;
  // What may be opened although a variable gave it.
  BroadAllowance broad;
  // What messages about the policy as a whole name: the first text.
  Place place;

  void Add(const Source* text) {
    if (text_count == 0) place.source = text;
    texts[text_count++] = text;
  }
};

// Follows includes; each text is read once, since rules only add. The first
// walk reads the files that it meets, later ones only use those, so that all
// see the same policy. Async-signal-safe.
class PolicyWalk {
 public:
  constexpr PolicyWalk() = default;

  // Begins a walk. All three must outlive it.
  void Start(const PolicyOrigin& origin, Environment environment,
             PolicyFiles* files, bool may_read_files);

  // The next statement, never a kInclude.
  Reader::Result Next(Statement* statement);
  const Problem& problem() const;

  // As Reader's.
  const Giver& giver() const { return reader_.giver(); }
  Environment environment() const { return reader_.environment(); }

 private:
  bool Include(const Statement& statement);
  bool Refuse(const Statement& statement, ProblemKind kind, Argument argument);
  bool IncludeFragment(const Statement& statement);
  bool OpenOnce(const Statement& statement, const Source* source);

  const PolicyOrigin* origin_ = nullptr;
  PolicyFiles* files_ = nullptr;
  bool may_read_files_ = false;
  int next_text_ = 0;
  uint64_t opened_ = 0;  // a bit for each text of *files_
  bool include_failed_ = false;
  Problem problem_;
  Reader reader_;
  SampleReader sample_;
};

static_assert(kMostTexts <= 64, "opened_ has a bit for each");

}  // namespace landshim

#endif  // LANDSHIM_SHIM_POLICY_WALK_H_
