// Which right an operation needs is policy/requirement's business.
#include "tools/drafter/wants.h"

#include <string_view>

#include "policy/decide.h"
#include "policy/requirement.h"
#include "policy/text.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/path_text.h"

namespace landshim {
namespace {

// How a comment calls the use of a right of the operation "open".
std::string DeedOf(const Operation& operation, AccessMasks access) {
  if (operation.kind->deed != Deed::kOpen) {
    return std::string(operation.kind->name);
  }
  if (access.Overlaps(right::make_reg)) return "create";
  if (access.Overlaps(right::read_dir)) return "list";
  const bool reads = access.Overlaps(right::read_file);
  const bool writes = access.Overlaps(right::write_file | right::truncate);
  return reads && writes ? "read and write" : writes ? "write" : "read";
}

// For people: another process's own directory has no fixed name.
std::string TextOf(const Operation& operation) {
  std::string text = ToText(operation);
  const std::string other = SpellProc("/proc/self", /*child=*/true);
  const size_t at = text.find(other + '/');
  if (at != std::string::npos) text.replace(at, other.size(), "/proc/PID");
  return text;
}

class Collector {
 public:
  Collector(RecordedFilesystem* filesystem, Wants* wants)
      : filesystem_(filesystem), wants_(wants) {}

  void Add(const MergedFact& merged) {
    const Requirement required = RequirementFor(merged, KernelTraits());
    const std::string program(BaseName(merged.fact.actor.program));
    const std::string text = TextOf(merged.operation);
    if (required.topology || required.trace || required.trace_use_error != 0) {
      wants_->impossible.push_back(
          Tell(DraftText::kImpossible, {program, text}));
      return;
    }
    if (required.fails_before != 0) {
      wants_->impossible.push_back(
          Tell(DraftText::kFails,
               {program, text, ErrnoName(required.fails_before)}));
      return;
    }
    wants_->replayed.push_back(&merged);
    for (const Need& need : required.needs) AddNeed(merged, need);
    if (merged.operation.kind->rename.whiteout) {
      const Requirement other =
          RequirementFor(merged, {.whiteouts_are_files = true});
      for (const Need& need : other.needs) AddNeed(merged, need);
    }
    for (const Move& move : required.moves) {
      wants_->moves.insert({required.needs[move.from].path,
                            required.needs[move.to].path, move.is_directory});
    }
  }

 private:
  Requirement RequirementFor(const MergedFact& merged,
                             const KernelTraits& kernel) {
    filesystem_->GoTo(&merged.fact);
    Requirement required = RequirementOf(merged.operation, kernel, filesystem_);
    filesystem_->GoTo(nullptr);
    return required;
  }

  void AddNeed(const MergedFact& merged, const Need& need) {
    Reasons reasons;
    for (const std::string& program : merged.programs) {
      reasons.insert({std::string(BaseName(program)),
                      DeedOf(merged.operation, need.access)});
    }
    if (need.access.net() != 0) {
      wants_->ports[{need.access.bits, need.port}].merge(reasons);
    } else if (need.access.scope() != 0) {
      wants_->scopes |= need.access;
      wants_->scope_reasons.merge(reasons);
    } else {
      AddPath(merged, need, reasons);
    }
  }

  // The operand that a need is about.
  static std::string UsedBy(const Fact& fact, const std::string& path) {
    const bool second = !fact.new_path.empty() && fact.path != path &&
                        ParentOf(fact.path) != path;
    return second ? fact.new_path : fact.path;
  }

  void AddPath(const MergedFact& merged, const Need& need,
               const Reasons& reasons) {
    Want want = {.path = need.path,
                 .kind = FileKind::kDirectory,
                 .access = need.access | need.later,
                 .used = UsedBy(merged.fact, need.path),
                 .reasons = reasons,
                 .example = TextOf(merged.operation)};
    if (!need.exists) {
      want.path = ParentOf(need.path);
    } else if (!need.on_directory) {
      want.kind = merged.fact.kind;
    }
    wants_->paths.push_back(std::move(want));
  }

  RecordedFilesystem* filesystem_;
  Wants* wants_;
};

}  // namespace

Wants WantsOf(const Recorded& recorded, RecordedFilesystem* filesystem) {
  Wants wants;
  Collector collector(filesystem, &wants);
  for (const MergedFact& merged : recorded.facts) collector.Add(merged);
  return wants;
}

}  // namespace landshim
