// As shim/enforce.cc, OpenRulePath.
#include "tools/checker/replaceable_paths.h"

#include "policy/access.h"
#include "tools/checker/lookups.h"
#include "tools/checker/subject.h"

namespace landshim {

ReplaceablePaths::ReplaceablePaths(const PolicyStatements& policy) {
  bool had_dots = false;
  for (const PolicyStatement& statement : policy.list) {
    if (statement.quiet || !statement.access.Overlaps(kNameChangingRights)) {
      continue;
    }
    if (statement.kind == StatementKind::kUnrestrict) {
      directories_.emplace_back("/");
    } else if (statement.kind == StatementKind::kPath) {
      directories_.push_back(PlainText(statement.text, &had_dots));
    }
  }
}

ReplaceablePaths::Following ReplaceablePaths::Of(
    const std::string& path) const {
  Following following;
  bool had_dots = false;
  following.plain = PlainText(path, &had_dots);
  if (empty()) return following;
  following.everywhere = !had_dots;
  for (const std::string& directory : directories_) {
    if (directory == following.plain ||
        !IsAtOrBeneath(following.plain, directory)) {
      continue;
    }
    // Of several the uppermost.
    if (following.everywhere || directory.size() < following.until.size()) {
      following.until = directory == "/" || had_dots ? "" : directory;
    }
    following.everywhere = false;
  }
  return following;
}

}  // namespace landshim
