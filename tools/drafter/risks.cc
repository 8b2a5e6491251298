#include "tools/drafter/risks.h"

#include <algorithm>

#include "policy/domain.h"
#include "policy/statements.h"
#include "tools/checker/checked_policy.h"
#include "tools/checker/lints.h"
#include "tools/checker/machine.h"
#include "tools/checker/real_content.h"
#include "tools/checker/subject.h"
#include "tools/drafter/path_text.h"
#include "tools/message.h"

namespace landshim {
namespace {

// Those that drafting says in its own words.
constexpr Lint kSaid[] = {Lint::kBroadGrant, Lint::kWritesPolicy,
                          Lint::kWritesShim, Lint::kProcessDirectory};

bool IsNews(const Finding& finding) {
  return RowOf(finding.lint).severity == Severity::kWarning &&
         std::find(std::begin(kSaid), std::end(kSaid), finding.lint) ==
             std::end(kSaid);
}

}  // namespace

std::vector<std::string> RisksOf(const std::string& name,
                                 const std::string& text,
                                 Environment environment,
                                 Filesystem* filesystem) {
  const std::string directory = DirectoryOfFile(name);
  const Source source = {.name = name, .text = text, .directory = directory};
  PolicyStatements policy;
  std::string error;
  if (!ReadStatements({source}, environment, ReadPolicyFile, &policy, &error)) {
    return {};
  }
  const KernelTraits kernel = {.abi = policy.summary.abi.most};
  Layer layer;
  if (!BuildLayer(policy, kernel, filesystem, &layer, &error)) return {};
  Machine machine = DescribeMachine(environment);
  machine.kernel_abi = kernel.abi;
  RealContent content;
  const Subject subject(policy, layer, environment, filesystem, &content,
                        machine);
  std::vector<std::string> lines;
  for (const Finding& finding : FindAll(subject)) {
    const std::string line = Escape(finding.risk);
    if (!IsNews(finding) ||
        std::find(lines.begin(), lines.end(), line) != lines.end()) {
      continue;
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace landshim
