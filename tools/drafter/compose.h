// A plan as the text of a policy.
#ifndef LANDSHIM_TOOLS_DRAFTER_COMPOSE_H_
#define LANDSHIM_TOOLS_DRAFTER_COMPOSE_H_

#include <string>
#include <vector>

#include "policy/abi.h"
#include "policy/access.h"
#include "tools/drafter/plan.h"
#include "tools/drafter/spelling.h"
#include "tools/recording/fact.h"

namespace landshim {

// Statements for the same reasons, with these in front as a comment.
struct StatementGroup {
  std::string comment;                  // without "# "
  std::vector<std::string> statements;  // sorted
};

// All statements of a plan but `include`, in the order of a policy.
std::vector<StatementGroup> GroupsOf(const DraftPlan& plan,
                                     const PathSpeller& speller,
                                     AccessMasks known);

// "read ~/notes", as the policy has it: one for each verb that it takes.
std::vector<std::string> StatementsOf(const std::string& path,
                                      const DraftRule& rule,
                                      const PathSpeller& speller,
                                      AccessMasks known);

// "include <base> <libs>".
std::string IncludeOf(const std::vector<std::string>& fragments);

// A whole policy.
std::string Compose(const std::vector<RunStart>& starts, const AbiRange& abi,
                    const std::vector<std::string>& fragments,
                    const std::vector<StatementGroup>& groups);

// `text`, a policy, with these behind it; all of it stays as it is.
std::string Append(const std::string& text,
                   const std::vector<std::string>& fragments,
                   const std::vector<StatementGroup>& groups);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_COMPOSE_H_
