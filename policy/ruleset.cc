// Summary and lowering: every difference between ABIs comes from the tables.
#include "policy/ruleset.h"

namespace landshim {
namespace {

// The first ABI at which a statement grants anything; where it names rights,
// the one at which it grants all. A statement that only lifts a restriction or
// mutes a log has all its effect on any kernel; a fragment is made to fit any.
void NoteRights(const Statement& statement, Summary* summary) {
  const bool fragment = statement.place.source->kind == SourceKind::kFragment;
  uint8_t first = kNewestAbi;
  uint8_t last = 1;
  for (const Right& r : kRights) {
    if (!statement.access.Overlaps(r.Masks())) continue;
    if (r.abi < first) first = r.abi;
    if (r.abi > last) last = r.abi;
    if (statement.exact && !fragment &&
        (summary->newest_named == nullptr ||
         r.abi > summary->newest_named->abi)) {
      summary->newest_named = &r;
      summary->newest_named_place = statement.place;
    }
  }
  const uint8_t needed = statement.exact ? last : first;
  if (needed > summary->needed_abi && !fragment) {
    summary->needed_abi = needed;
    if (!summary->abi_stated) summary->abi_place = statement.place;
  }
}

bool AddAbi(const Statement& statement, Summary* summary, Problem* problem) {
  if (summary->abi_stated) {
    problem->Set(statement.place, ProblemKind::kTwoAbi);
    return false;
  }
  summary->abi_stated = true;
  summary->abi = statement.abi;
  summary->abi_place = statement.place;
  return true;
}

bool AddLog(const Statement& statement, Summary* summary, Problem* problem) {
  const LogFlag& log = *statement.log;
  if ((summary->logs_stated & log.flag.mask) != 0) {
    problem->Set(statement.place, ProblemKind::kTwoLogFlags);
    problem->With(std::string_view(log.name));
    return false;
  }
  summary->logs_stated |= log.flag.mask;
  if (statement.log_on == log.set_by_on) summary->log_flags |= log.flag.mask;
  return true;
}

}  // namespace

bool Summarize(const Statement& statement, Summary* summary, Problem* problem) {
  switch (statement.kind) {
    case StatementKind::kAbi:
      return AddAbi(statement, summary, problem);
    case StatementKind::kLog:
      return AddLog(statement, summary, problem);
    case StatementKind::kPath:
    case StatementKind::kPort:
      if (!statement.quiet) {
        NoteRights(statement, summary);
        summary->names_refer |=
            statement.exact && statement.access.Overlaps(right::refer);
        break;
      }
      [[fallthrough]];
    case StatementKind::kQuiet:
      summary->quiet |= statement.access;
      break;
    case StatementKind::kUnscope:
    case StatementKind::kUnrestrict:
      summary->unrestricted |= statement.access;
      break;
    case StatementKind::kInclude:
      break;
  }
  return true;
}

bool Finish(Summary* summary, const Place& place, Problem* problem) {
  if (!summary->abi_stated) {
    if (summary->needs_abi) {
      problem->Set(place, ProblemKind::kNoAbi);
      problem->With(kNewestAbi);
      return false;
    }
    summary->abi = {summary->needed_abi, kNewestAbi};
    if (summary->abi_place.source == nullptr) summary->abi_place = place;
  }
  const Right* newest = summary->newest_named;
  if (newest == nullptr || newest->abi <= summary->abi.most) return true;
  problem->Set(summary->newest_named_place, ProblemKind::kRightAboveAbi);
  problem->With(newest->Name()).With(newest->abi).With(summary->abi.most);
  return false;
}

AccessMasks LeftUnhandled(const Summary& summary) {
  return summary.names_refer ? summary.unrestricted & ~right::refer
                             : summary.unrestricted;
}

Ruleset Lower(const Summary& summary, int kernel_abi) {
  const int abi = kernel_abi < summary.abi.most ? kernel_abi : summary.abi.most;
  Ruleset ruleset;
  ruleset.handled = SupportedAccess(abi) & ~LeftUnhandled(summary);
  if (abi >= kLogSameExecOff.abi) ruleset.restrict_flags = summary.log_flags;
  if (abi >= kQuietRule.abi) {
    ruleset.quiet = summary.quiet & ruleset.handled;
    ruleset.quiet_rules = !ruleset.quiet.empty();
  }
  return ruleset;
}

AccessMasks Unenforced(const Summary& summary, int kernel_abi) {
  AccessMasks denied = SupportedAccess(kernel_abi);
  // ABI 1 has no right for it and denies it always.
  if (kernel_abi > 0) denied |= right::refer;
  return SupportedAccess(summary.abi.most) & ~LeftUnhandled(summary) & ~denied;
}

}  // namespace landshim
