// Runs all lints and sorts what they found.
#include "tools/checker/lints.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace landshim {
namespace {

// Which of the policy's texts a place is in.
size_t TextIndex(const PolicyStatements& policy, const Source* source) {
  size_t index = 0;
  while (index < policy.texts.size() &&
         &policy.texts[index]->source != source) {
    ++index;
  }
  return index;
}

}  // namespace

Findings FindAll(const Subject& subject) {
  Findings findings;
  for (const auto find : {FindBroadGrants,
                          FindSecretsAndDevices,
                          FindWriteAndExec,
                          FindEngineSockets,
                          FindEscapeSockets,
                          FindWideReach,
                          FindUnsandboxedRuns,
                          FindWidePortRanges,
                          FindWrites,
                          FindUnsafeLinks,
                          FindLinksOut,
                          FindUnevenRenames,
                          FindImpossibleRenames,
                          FindTerminals,
                          FindReplacedFiles,
                          FindUnstartablePrograms,
                          FindSkippedStatements,
                          FindStatementsAboveAbi,
                          FindStatementsWithoutEffect,
                          FindRedundantStatements}) {
    find(subject, &findings);
  }
  const auto order = [&subject](const Finding& finding) {
    return std::make_tuple(TextIndex(subject.policy(), finding.place.source),
                           finding.place.line, finding.place.column,
                           finding.lint);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&order](const Finding& a, const Finding& b) {
                     return order(a) < order(b);
                   });
  return findings;
}

}  // namespace landshim
