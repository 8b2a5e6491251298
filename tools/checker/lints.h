// The lints: what is risky in a policy that has no mistake, and what will fail
// under it. Each function looks for what its name says and adds what it finds;
// the texts are in lint_table.h.
#ifndef LANDSHIM_TOOLS_CHECKER_LINTS_H_
#define LANDSHIM_TOOLS_CHECKER_LINTS_H_

#include "tools/checker/subject.h"

namespace landshim {

// All of them, in the order of the policy; what is about one statement in the
// order of the table.
Findings FindAll(const Subject& subject);

// lint_reach.cc: what is wider than it needs to be.
void FindBroadGrants(const Subject& subject, Findings* findings);
void FindSecretsAndDevices(const Subject& subject, Findings* findings);
void FindWriteAndExec(const Subject& subject, Findings* findings);
void FindEngineSockets(const Subject& subject, Findings* findings);
void FindEscapeSockets(const Subject& subject, Findings* findings);
void FindWideReach(const Subject& subject, Findings* findings);
void FindUnsandboxedRuns(const Subject& subject, Findings* findings);
void FindWidePortRanges(const Subject& subject, Findings* findings);

// lint_writes.cc: ways out of the sandbox, by files that others believe in.
void FindWrites(const Subject& subject, Findings* findings);

// lint_links.cc
void FindUnsafeLinks(const Subject& subject, Findings* findings);
void FindLinksOut(const Subject& subject, Findings* findings);

// lint_failures.cc: what the program will not be able to do, though it seems.
void FindUnevenRenames(const Subject& subject, Findings* findings);
void FindImpossibleRenames(const Subject& subject, Findings* findings);
void FindTerminals(const Subject& subject, Findings* findings);
void FindReplacedFiles(const Subject& subject, Findings* findings);

// lint_programs.cc
void FindUnstartablePrograms(const Subject& subject, Findings* findings);

// lint_effects.cc: statements that do less than it seems.
void FindSkippedStatements(const Subject& subject, Findings* findings);
void FindStatementsAboveAbi(const Subject& subject, Findings* findings);
void FindStatementsWithoutEffect(const Subject& subject, Findings* findings);

// lint_redundant.cc
void FindRedundantStatements(const Subject& subject, Findings* findings);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_LINTS_H_
