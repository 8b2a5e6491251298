#include "tools/drafter/proof.h"

#include <algorithm>
#include <cerrno>

#include "policy/decide.h"
#include "policy/domain.h"
#include "policy/quote.h"
#include "tools/drafter/draft_texts.h"

namespace landshim {
namespace {

constexpr int kReferAbi = 2;

std::string DescribeDenial(const MergedFact& fact, const Decision& decision,
                           int abi) {
  std::string why = ErrnoName(decision.error);
  for (const Missing& missing : decision.missing) {
    why += "; " + NamesOf(missing.access);
    if (!missing.path.empty()) why += " on '" + missing.path + "'";
  }
  if (!decision.gained.empty()) why += "; gains " + NamesOf(decision.gained);
  return Tell(DraftText::kDenied,
              {ToText(fact.operation), std::to_string(abi), why});
}

// Before ABI 2 nothing can be moved across directories, whatever is granted.
bool IsBeyond(const Decision& decision, int abi) {
  return abi < kReferAbi && decision.error == EXDEV;
}

}  // namespace

bool Prove(const PolicyStatements& policy,
           const std::vector<const MergedFact*>& facts,
           RecordedFilesystem* filesystem, std::string* error) {
  const AbiRange& range = policy.summary.abi;
  for (int abi = std::max<int>(1, range.least); abi <= range.most; ++abi) {
    Domain domain = {.kernel = {.abi = abi}};
    domain.layers.emplace_back();
    filesystem->GoTo(nullptr);
    if (!BuildLayer(policy, domain.kernel, filesystem, &domain.layers.front(),
                    error)) {
      return false;
    }
    for (const MergedFact* fact : facts) {
      filesystem->GoTo(&fact->fact);
      const Decision decision = Decide(domain, fact->operation, filesystem);
      if (decision.verdict != Verdict::kDenied || IsBeyond(decision, abi)) {
        continue;
      }
      filesystem->GoTo(nullptr);
      *error = DescribeDenial(*fact, decision, abi);
      return false;
    }
    filesystem->GoTo(nullptr);
  }
  return true;
}

}  // namespace landshim
