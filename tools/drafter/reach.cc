#include "tools/drafter/reach.h"

#include <cerrno>

#include "policy/access.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/path_text.h"
#include "tools/drafter/resolve.h"

namespace landshim {
bool KeepOutOfReach(const std::vector<KeptPlace>& kept, Filesystem* filesystem,
                    DraftPlan* plan, std::string* error) {
  for (const KeptPlace& place : kept) {
    const std::string path = Resolve(place.path, "/", filesystem);
    const bool missing =
        place.may_be_missing &&
        filesystem->Find(path, LastName::kFollow).error == ENOENT;
    for (const auto& [directory, rule] : plan->rules) {
      if (!rule.access.Overlaps(kChangingRights) || !IsIn(path, directory))
        continue;
      if (missing && rule.exactly) {
        plan->findings.push_back(
            Tell(DraftText::kKeptMissing, {path, place.what}));
        continue;
      }
      *error = Tell(DraftText::kKept, {path, place.what, directory});
      return false;
    }
  }
  return true;
}

}  // namespace landshim
