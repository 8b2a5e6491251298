// What lints look at: a policy, what its paths lead to, and what that grants.
#ifndef LANDSHIM_TOOLS_CHECKER_SUBJECT_H_
#define LANDSHIM_TOOLS_CHECKER_SUBJECT_H_

#include <map>
#include <string>
#include <vector>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/domain.h"
#include "policy/environment.h"
#include "policy/filesystem.h"
#include "policy/statements.h"
#include "tools/checker/content.h"
#include "tools/checker/finding.h"
#include "tools/checker/machine.h"
#include "tools/system/dangerous_places.h"

namespace landshim {

// A statement about a path, and what it leads to now.
struct PathStatement {
  const PolicyStatement* statement = nullptr;
  Found found;  // links followed to the last
  // What it grants there at the policy's newest ABI: nothing for `quiet` and
  // for what is skipped.
  AccessMasks access;

  bool IsDirectory() const { return found.object.kind == FileKind::kDirectory; }
};

// True for what a user wrote, rather than a fragment.
bool IsWritten(const PolicyStatement& statement);

class Subject {
 public:
  // `layer` is of `policy` at the newest ABI that the policy enforces;
  // `environment` is what it was read with. All must outlive the subject.
  Subject(const PolicyStatements& policy, const Layer& layer,
          Environment environment, Filesystem* filesystem, Content* content,
          const Machine& machine);

  const PolicyStatements& policy() const { return policy_; }
  const Machine& machine() const { return machine_; }
  Environment environment() const { return environment_; }
  const DangerousPlaces& dangerous() const { return dangerous_; }
  Filesystem* filesystem() const { return filesystem_; }
  Content* content() const { return content_; }

  // The rights that the policy restricts, at its newest ABI.
  AccessMasks handled() const { return layer_.handled; }

  // In the order of the policy.
  const std::vector<PathStatement>& paths() const { return paths_; }

  Found Find(const std::string& path) const {
    return filesystem_->Find(path, LastName::kFollow);
  }

  // The rights that all statements together grant on what was found; on its
  // directory, where nothing was.
  AccessMasks GrantedAt(const Found& found) const;

  // The same for the directory of it, where names are made and removed.
  AccessMasks GrantedAbove(const Found& found) const;

  // The first statement that grants any of `access` on what was found, or on
  // what is above it; nullptr where none does.
  const PathStatement* GrantorOf(const Found& found, AccessMasks access) const;

 private:
  const std::vector<const PathStatement*>* GrantsOn(ObjectId object) const;

  const PolicyStatements& policy_;
  const Layer& layer_;
  Environment environment_;
  Filesystem* filesystem_;
  Content* content_;
  const Machine& machine_;
  DangerousPlaces dangerous_;
  std::vector<PathStatement> paths_;
  std::map<ObjectId, std::vector<const PathStatement*>> grants_;
};

// The first ABI at which a kernel knows any of these rights.
constexpr int FirstAbiOf(AccessMasks access) {
  int first = kNewestAbi;
  for (const Right& r : kRights) {
    if (access.Overlaps(r.Masks()) && r.abi < first) first = r.abi;
  }
  return first;
}

// "write_file and make_reg" as words of a sentence.
std::string JoinNames(AccessMasks access);

// A statement as messages refer to it: "'write /srv' (app.policy:4:7)".
std::string Mention(const PolicyStatement& statement);

// True if `path` is `directory` or beneath it, as text.
bool IsAtOrBeneath(const std::string& path, const std::string& directory);

// What the lints are made of: each adds what it finds.
using Findings = std::vector<Finding>;

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_CHECKER_SUBJECT_H_
