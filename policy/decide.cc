// From what an operation needs and a domain grants to a verdict with reasons.
#include "policy/decide.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <utility>

#include "policy/cure.h"
#include "policy/evaluate.h"

namespace landshim {
namespace {

bool HandlesFs(const Domain& domain) {
  for (const Layer& layer : domain.layers) {
    if (layer.handled.fs() != 0) return true;
  }
  return false;
}

bool HandlesAnything(const Domain& domain) {
  for (const Layer& layer : domain.layers) {
    if (!layer.handled.empty()) return true;
  }
  return false;
}

bool Covers(const PortGrant& grant, const Need& need) {
  return grant.access.Overlaps(need.access) && grant.first <= need.port &&
         need.port <= grant.last;
}

bool Covers(const Lift& lift, const Need& need) {
  return lift.access.Overlaps(need.access);
}

template <typename Grant>
void Collect(const std::vector<Grant>& grants, const std::vector<Need>& needs,
             std::vector<const PolicyStatement*>* found) {
  for (const Grant& grant : grants) {
    for (const Need& need : needs) {
      if (grant.statement == nullptr || !Covers(grant, need)) continue;
      found->push_back(grant.statement);
      break;
    }
  }
}

void CollectPaths(const PathGrants& grants, const std::vector<Need>& needs,
                  std::vector<const PolicyStatement*>* found) {
  for (const Need& need : needs) {
    grants.VisitOn(need.objects, [&](const PathGrant& grant) {
      if (grant.statement != nullptr && grant.access.Overlaps(need.access)) {
        found->push_back(grant.statement);
      }
    });
  }
}

// Statements of one policy stand in one vector, in its order.
std::vector<const PolicyStatement*> GrantedBy(const Domain& domain,
                                              const std::vector<Need>& needs) {
  std::vector<const PolicyStatement*> all;
  for (const Layer& layer : domain.layers) {
    std::vector<const PolicyStatement*> found;
    CollectPaths(layer.paths, needs, &found);
    Collect(layer.ports, needs, &found);
    Collect(layer.lifts, needs, &found);
    std::sort(found.begin(), found.end(), std::less<>());
    for (const PolicyStatement* statement : found) {
      if (std::find(all.begin(), all.end(), statement) == all.end()) {
        all.push_back(statement);
      }
    }
  }
  return all;
}

// The first error of the operation itself that comes before the first denial.
int FailsBefore(const Requirement& required, const Evaluation& result) {
  for (size_t i = 0; i < required.needs.size(); ++i) {
    if (required.needs[i].fails_first != 0) {
      return required.needs[i].fails_first;
    }
    if (!result.missing[i].empty()) break;
  }
  return 0;
}

void FillDenied(const Domain& domain, const Requirement& required,
                const Evaluation& result, Decision* decision) {
  decision->verdict = Verdict::kDenied;
  decision->error = result.error;
  decision->otherwise = required.fails_after;
  decision->gained = result.gained;
  for (size_t i = 0; i < required.needs.size(); ++i) {
    const Need& need = required.needs[i];
    if (result.missing[i].empty()) continue;
    std::vector<Missing>& missing = decision->missing;
    // In two steps, such as open(2) and ioctl(2).
    if (!missing.empty() && !need.path.empty() &&
        missing.back().path == need.path) {
      missing.back().access |= result.missing[i];
    } else {
      missing.push_back({result.missing[i], need.path, need.port});
    }
  }
  decision->cures = Cures(domain, required, result);
}

void DecideByNeeds(const Domain& domain, const Requirement& required,
                   Decision* decision) {
  const AccessMasks denied = DeniedByDefault(domain);
  for (const Need& need : required.needs) {
    if (!need.access.Overlaps(denied)) continue;
    decision->needs.push_back(need);
    decision->needs.back().access = need.access & denied;
  }
  decision->granted_by = GrantedBy(domain, required.needs);
  decision->error = required.fails_after;
  if (decision->needs.empty()) return;
  const Evaluation result = Evaluate(domain, required, {});
  if (result.error == 0) {
    decision->verdict = Verdict::kAllowed;
    return;
  }
  if (const int error = FailsBefore(required, result)) {
    *decision = {.verdict = Verdict::kFails,
                 .error = error,
                 .paths = std::move(decision->paths)};
    return;
  }
  FillDenied(domain, required, result, decision);
}

// It is opened if that is granted; then nothing that is granted lets it be
// read.
void DenyUse(const Requirement& required, Decision* decision) {
  if (decision->verdict == Verdict::kFails) return;
  const int error = decision->verdict == Verdict::kDenied
                        ? decision->error
                        : required.trace_use_error;
  *decision = {.verdict = Verdict::kDenied,
               .error = error,
               .paths = std::move(decision->paths),
               .traced = true};
}

}  // namespace

Decision Decide(const Domain& domain, const Operation& operation,
                Filesystem* filesystem) {
  Decision decision;
  const Requirement required =
      RequirementOf(operation, domain.kernel, filesystem);
  for (const Found& operand : required.operands) {
    decision.paths.push_back(operand.path);
  }
  if (required.fails_before != 0) {
    decision.verdict = Verdict::kFails;
    decision.error = required.fails_before;
    return decision;
  }
  if ((required.topology && HandlesFs(domain)) ||
      (required.trace && HandlesAnything(domain))) {
    decision.verdict = Verdict::kDenied;
    decision.error = required.denial;
    decision.otherwise = required.fails_after;
    decision.traced = required.trace && operation.kind->deed != Deed::kTrace;
    return decision;
  }
  DecideByNeeds(domain, required, &decision);
  if (required.trace_use_error != 0 && HandlesAnything(domain)) {
    DenyUse(required, &decision);
  }
  return decision;
}

std::string ErrnoName(int error) {
  constexpr struct {
    int number;
    const char* name;
  } kNames[] = {
      {0, "success"},
      {EPERM, "EPERM"},
      {ENOENT, "ENOENT"},
      {EIO, "EIO"},
      {ENXIO, "ENXIO"},
      {EAGAIN, "EAGAIN"},
      {ENOMEM, "ENOMEM"},
      {EACCES, "EACCES"},
      {EBUSY, "EBUSY"},
      {EEXIST, "EEXIST"},
      {EXDEV, "EXDEV"},
      {ENODEV, "ENODEV"},
      {ENOTDIR, "ENOTDIR"},
      {EISDIR, "EISDIR"},
      {EINVAL, "EINVAL"},
      {EMFILE, "EMFILE"},
      {ENOTTY, "ENOTTY"},
      {ETXTBSY, "ETXTBSY"},
      {ENOSPC, "ENOSPC"},
      {EROFS, "EROFS"},
      {EMLINK, "EMLINK"},
      {ENAMETOOLONG, "ENAMETOOLONG"},
      {ENOSYS, "ENOSYS"},
      {ENOTEMPTY, "ENOTEMPTY"},
      {ELOOP, "ELOOP"},
      {EOPNOTSUPP, "EOPNOTSUPP"},
      {EADDRINUSE, "EADDRINUSE"},
      {ECONNREFUSED, "ECONNREFUSED"},
  };
  for (const auto& known : kNames) {
    if (known.number == error) return known.name;
  }
  return "errno " + std::to_string(error);
}

}  // namespace landshim
