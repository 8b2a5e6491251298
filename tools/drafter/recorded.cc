#include "tools/drafter/recorded.h"

#include <algorithm>
#include <cerrno>
#include <compare>
#include <string_view>
#include <tuple>

#include "policy/text.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/path_text.h"
#include "tools/drafter/recorded_filesystem.h"
#include "tools/message.h"

namespace landshim {
namespace {

auto FlagsOf(const OpenMode& mode) {
  unsigned flags = 0;
  for (const OpenFlag& flag : kOpenFlags) {
    flags = flags * 2 + (mode.*flag.member ? 1 : 0);
  }
  return flags;
}

// What two facts differ in, but for who did it.
auto KeyOf(const Fact& fact) {
  return std::tuple(fact.path, fact.operation, FlagsOf(fact.open),
                    fact.new_path, fact.kind, fact.new_kind, fact.port);
}

using FactKey = decltype(KeyOf(Fact()));

// Whoever started the program: the first to execute anything.
std::string LauncherOf(const RecordedRun& run) {
  for (const Fact& fact : run.facts) {
    if (fact.operation == "exec" && fact.actor.phase == Phase::kStart) {
      return fact.actor.program;
    }
  }
  return {};
}

// Where the first operand is; empty: it has no path.
std::string PlaceOf(const Operation& operation, const Fact& fact) {
  if (operation.kind->deed == Deed::kQueue) return QueuePath(fact.path);
  return operation.kind->operands == OperandKind::kName ? "" : fact.path;
}

// As the recorder writes them, unless what was used cannot be reached.
bool HasPlainPaths(const Operation& operation, const Fact& fact) {
  switch (operation.kind->operands) {
    case OperandKind::kPath:
    case OperandKind::kFlagList:
      return IsPlainPath(fact.path);
    case OperandKind::kTwoPaths:
      return IsPlainPath(fact.path) && IsPlainPath(fact.new_path);
    default:
      return true;
  }
}

class Merger {
 public:
  void Add(const RecordedRun& run) {
    const std::string launcher = LauncherOf(run);
    for (const Fact& recorded : run.facts) {
      // What a static program starts is of its start phase, too.
      const bool starts =
          recorded.actor.phase == Phase::kStart &&
          (recorded.operation != "exec" || recorded.actor.program == launcher);
      if (starts) continue;
      Fact fact = recorded;
      fact.path = SpellProc(fact.path, fact.actor.child);
      fact.new_path = SpellProc(fact.new_path, fact.actor.child);
      fact.actor.child = false;
      AddFact(fact);
    }
    for (const Gap& gap : run.gaps) AddGap(gap);
    all_.starts.push_back(run.start);
    ++run_;
  }

  Recorded Finish() {
    for (auto& [key, fact] : facts_) {
      NoteExisting(PlaceOf(fact.operation, fact.fact), fact.fact.kind);
      NoteExisting(fact.fact.new_path, fact.fact.new_kind);
      all_.facts.push_back(std::move(fact));
    }
    for (const std::string& path : named_) all_.inherited.erase(path);
    all_.gaps.assign(gaps_.begin(), gaps_.end());
    return std::move(all_);
  }

 private:
  void AddFact(const Fact& fact) {
    Operation operation;
    if (!OperationOf(fact, &operation)) {
      gaps_.insert(
          Tell(DraftText::kUnknownOperation,
               {fact.operation, std::string(BaseName(fact.actor.program))}));
      return;
    }
    const bool opens = operation.kind->deed == Deed::kOpen;
    if (opens && (fact.error == 0 || fact.error == ENOENT)) {
      all_.opened_in[fact.path].insert(run_);
    }
    if (fact.error != 0) return;
    if (!HasPlainPaths(operation, fact)) {
      gaps_.insert(
          Tell(DraftText::kOddPath,
               {ToText(operation), std::string(BaseName(fact.actor.program))}));
      return;
    }
    if (fact.port != 0) all_.port_used_in[fact.port].insert(run_);
    NoteMade(operation, fact);
    (fact.inherited ? all_.inherited : named_).insert(fact.path);
    MergedFact& merged = facts_[KeyOf(fact)];
    merged.operation = operation;
    if (merged.programs.empty() || fact.actor < merged.fact.actor) {
      merged.fact = fact;
    }
    merged.programs.insert(fact.actor.program);
  }

  void AddGap(const Gap& gap) {
    std::string line;
    // Not every gap is about a call of a program.
    for (const std::string_view part :
         {BaseName(gap.actor.program), std::string_view(gap.call)}) {
      if (!part.empty()) line += Escape(part) + ": ";
    }
    gaps_.insert(line + Escape(gap.why));
  }

  void NoteMade(const Operation& operation, const Fact& fact) {
    switch (operation.kind->deed) {
      case Deed::kOpen:
        if (fact.open.create && fact.kind == FileKind::kNone) {
          all_.made.insert(fact.path);
        }
        break;
      case Deed::kQueue:
        if (fact.kind == FileKind::kNone) {
          all_.made.insert(QueuePath(fact.path));
        }
        break;
      case Deed::kMake:
      case Deed::kBindUnix:
      case Deed::kUnlink:
      case Deed::kRmdir:
      case Deed::kRemove:
        all_.made.insert(fact.path);
        break;
      case Deed::kRename:
        all_.made.insert(fact.path);
        all_.made.insert(fact.new_path);
        break;
      case Deed::kLink:
      case Deed::kLinkUnnamed:
        all_.made.insert(fact.new_path);
        break;
      default:
        break;
    }
  }

  void NoteExisting(const std::string& path, FileKind kind) {
    if (!path.starts_with('/')) return;
    if (kind != FileKind::kNone && !all_.IsMade(path)) {
      all_.existing.emplace(path, kind);
    }
    // Where something was made there was a directory.
    const std::string directory = ParentOf(path);
    if (!all_.IsMade(directory)) {
      all_.existing.emplace(directory, FileKind::kDirectory);
    }
  }

  Recorded all_;
  size_t run_ = 0;
  std::map<FactKey, MergedFact> facts_;
  std::set<std::string> gaps_;
  std::set<std::string> named_;  // used by a path of its own
};

}  // namespace

bool Recorded::IsMade(const std::string& path) const {
  for (std::string part = path; part != "/"; part = ParentOf(part)) {
    if (made.contains(part)) return true;
  }
  return false;
}

Recorded Merge(const std::vector<RecordedRun>& runs) {
  Merger merger;
  for (const RecordedRun& run : runs) merger.Add(run);
  return merger.Finish();
}

}  // namespace landshim
