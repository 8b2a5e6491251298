// Statements without which the policy would grant the same.
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/reader.h"
#include "tools/checker/lints.h"

namespace landshim {
namespace {

constexpr size_t kPorts = size_t{kLargestPort} + 1;

// Looks at the last statement first, so that of two that say the same the later
// one goes; what is to go covers nothing any more.
class PathCover {
 public:
  explicit PathCover(const Subject& subject) : paths_(subject.paths()) {
    for (const PathStatement& path : paths_) {
      if (!path.access.empty()) on_[path.found.object.id].push_back(&path);
    }
  }

  void Find(Findings* findings) {
    for (size_t i = paths_.size(); i-- > 0;) {
      const PathStatement& path = paths_[i];
      // A fragment's statements cannot be removed one by one.
      if (path.access.empty() || !IsWritten(*path.statement)) continue;
      AccessMasks rest = path.access;
      const PathStatement* single = nullptr;
      LookAt(path, path.found.object.id, &rest, &single);
      for (const ObjectId object : path.found.above) {
        LookAt(path, object, &rest, &single);
      }
      if (!rest.empty()) continue;
      gone_.insert(&path);
      findings->push_back(MakeFinding(
          Lint::kRedundant, path.statement->place,
          {ToText(*path.statement), single != nullptr
                                        ? Mention(*single->statement)
                                        : "what other statements do"}));
    }
  }

 private:
  void LookAt(const PathStatement& path, ObjectId object, AccessMasks* rest,
              const PathStatement** single) {
    const auto found = on_.find(object);
    if (found == on_.end()) return;
    for (const PathStatement* other : found->second) {
      if (other == &path || gone_.contains(other)) continue;
      *rest = *rest & ~other->access;
      if (*single == nullptr && (path.access & ~other->access).empty()) {
        *single = other;
      }
    }
  }

  const std::vector<PathStatement>& paths_;
  std::map<ObjectId, std::vector<const PathStatement*>> on_;
  std::set<const PathStatement*> gone_;
};

// How many statements grant each right on each port.
class PortCover {
 public:
  explicit PortCover(const Subject& subject) : policy_(subject.policy()) {
    for (const PolicyStatement& statement : policy_.list) {
      if (IsRule(statement)) Count(statement, 1);
    }
  }

  void Find(Findings* findings) {
    for (size_t i = policy_.list.size(); i-- > 0;) {
      const PolicyStatement& statement = policy_.list[i];
      if (!IsRule(statement) || !IsWritten(statement) ||
          !IsCovered(statement)) {
        continue;
      }
      Count(statement, -1);
      findings->push_back(
          MakeFinding(Lint::kRedundant, statement.place,
                      {ToText(statement), "what other statements do"}));
    }
  }

 private:
  // What is unrestricted is said to be so below.
  bool IsRule(const PolicyStatement& statement) const {
    return statement.kind == StatementKind::kPort && !statement.quiet &&
           !(statement.access & ~LeftUnhandled(policy_.summary)).empty();
  }

  void Count(const PolicyStatement& statement, int change) {
    for (const Right& r : kRights) {
      if (!statement.access.Overlaps(r.Masks())) continue;
      std::vector<int>& counts = counts_[r.shift];
      counts.resize(kPorts);
      for (size_t port = statement.first_port; port <= statement.last_port;
           ++port) {
        counts[port] += change;
      }
    }
  }

  bool IsCovered(const PolicyStatement& statement) const {
    for (const auto& [shift, counts] : counts_) {
      if (!statement.access.Overlaps({uint64_t{1} << shift})) continue;
      for (size_t port = statement.first_port; port <= statement.last_port;
           ++port) {
        if (counts[port] < 2) return false;
      }
    }
    return true;
  }

  const PolicyStatements& policy_;
  std::map<uint8_t, std::vector<int>> counts_;  // by the right's bit
};

// Grants of what the policy does not restrict, and what is lifted twice.
void FindUnrestricted(const Subject& subject, Findings* findings) {
  const AccessMasks unrestricted = LeftUnhandled(subject.policy().summary);
  AccessMasks lifted;
  for (const PolicyStatement& statement : subject.policy().list) {
    if (statement.kind == StatementKind::kUnscope ||
        statement.kind == StatementKind::kUnrestrict) {
      if ((statement.access & ~lifted).empty()) {
        findings->push_back(
            MakeFinding(Lint::kRedundant, statement.place,
                        {ToText(statement), "what was unrestricted before"}));
      }
      lifted |= statement.access;
    } else if (statement.Grants() && IsWritten(statement) &&
               (statement.access & ~unrestricted).empty()) {
      findings->push_back(MakeFinding(
          Lint::kRedundant, statement.place,
          {ToText(statement), "what the policy leaves unrestricted"}));
    }
  }
}

}  // namespace

void FindRedundantStatements(const Subject& subject, Findings* findings) {
  PathCover(subject).Find(findings);
  PortCover(subject).Find(findings);
  FindUnrestricted(subject, findings);
}

}  // namespace landshim
