#include "tools/drafter/plan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "policy/quote.h"
#include "policy/statement.h"
#include "tools/drafter/anchor.h"
#include "tools/drafter/collapse.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/fragment_choice.h"
#include "tools/drafter/path_text.h"
#include "tools/drafter/reach.h"
#include "tools/drafter/spelling.h"

namespace landshim {
namespace {

// A want, and where a rule for it would be.
struct Placed {
  const Want* want;
  Anchor anchor;

  bool on_directory() const {
    return anchor.moved || want->kind == FileKind::kDirectory;
  }
};

// What nobody minds on a whole directory: names.
bool IsHarmless(const Placed& placed) {
  // The names in /proc are numbers, and which one it is does not matter.
  return (!placed.anchor.moved || placed.anchor.path == "/proc") &&
         (placed.want->access & ~right::read_dir).empty();
}

std::string WhoOf(const Reasons& reasons) {
  return reasons.empty() ? "the program" : reasons.begin()->program;
}

class Planner {
 public:
  Planner(const PlanInput& input, const Wants& wants)
      : input_(input), wants_(wants) {}

  DraftPlan Make() {
    PlacePaths();
    ChooseFragments();
    AddRules();
    SayBroad();
    if (!input_.options.keep_files) {
      CollapseDifferingFiles(input_.recorded, input_.places, &plan_);
      CollapseManyFiles(input_.places, &plan_);
    }
    DropCovered();
    LevelMoves();
    NarrowShared();
    RefuseDangerous(input_, &plan_);
    AddPorts();
    AddScopes();
    return std::move(plan_);
  }

 private:
  void PlacePaths() {
    for (const Want& want : wants_.paths) {
      if ((want.access & input_.options.known).empty()) continue;
      Placed placed = {&want,
                       AnchorOf(want.path, input_.recorded, input_.places)};
      PlaceSocket(&placed);
      const AccessMasks access = want.access & input_.options.known;
      // By the completed policy also where it names what may not stay.
      const AccessMasks base = input_.base.On(want.path);
      if ((access & ~base).empty()) continue;
      placed_.push_back(std::move(placed));
    }
  }

  // A socket is another file whenever its server starts.
  void PlaceSocket(Placed* placed) {
    if (placed->anchor.moved || placed->want->kind != FileKind::kSocket) return;
    const std::string directory = ParentOf(placed->anchor.path);
    if (!input_.places.MayCollapseInto(directory)) {
      AddFinding(
          Tell(DraftText::kSocketStays, {placed->anchor.path, directory}));
      return;
    }
    placed->anchor = {directory, true, false, "sockets are made anew"};
  }

  void ChooseFragments() {
    std::vector<FragmentWant> wanted;
    for (const Placed& placed : placed_) {
      const AccessMasks access = placed.want->access & input_.options.known;
      if (IsRefused(placed, access)) continue;
      wanted.push_back({placed.anchor.path, access});
    }
    bool names_servers = false;
    for (const auto& [port, reasons] : wants_.ports) {
      const bool granted = (AccessMasks{port.first} & input_.options.known &
                            ~input_.base.OnPort(port.second))
                               .empty();
      names_servers =
          names_servers || (port.second == kNameServerPort && !granted);
    }
    std::map<std::string, Granted> fragments = input_.fragments;
    // It has the terminals of others.
    if (!input_.options.allowed.AllowsPath("/dev/pts")) fragments.erase("tty");
    plan_.fragments =
        landshim::ChooseFragments(wanted, names_servers, fragments);
  }

  // By what needs no rule of its own.
  AccessMasks GrantedAnyway(const std::string& path) const {
    AccessMasks access = input_.base.On(path);
    for (const std::string& name : plan_.fragments) {
      access |= input_.fragments.at(name).On(path);
    }
    return access;
  }

  void AddRules() {
    for (Placed& placed : placed_) {
      const AccessMasks access = placed.want->access & input_.options.known;
      const std::string& path = placed.anchor.path;
      if ((access & ~GrantedAnyway(path)).empty()) continue;
      if (!IsDangerous(&placed)) {
        AddRule(placed, access, false);
        SettleInherited(placed);
      }
    }
  }

  // The file that the shell gave it: another one the next time.
  void SettleInherited(const Placed& placed) {
    const Want& want = *placed.want;
    if (placed.on_directory() || want.kind != FileKind::kRegular ||
        !input_.recorded.inherited.contains(want.path)) {
      return;
    }
    plan_.rules[want.path].optional = true;
    AddFinding(Tell(DraftText::kInherited, {want.path, WhoOf(want.reasons)}));
  }

  // What is to be said about a dangerous place, once for all that needs it.
  struct DangerousUse {
    AccessMasks access;
    Danger danger;
    bool directory = false;
    std::string example;
    std::string program;
    size_t examples = 0;
  };

  std::optional<Danger> DangerOf(const Placed& placed,
                                 AccessMasks access) const {
    return input_.places.DangerOf(placed.anchor.path, access,
                                  placed.on_directory());
  }

  bool IsAllowed(const Danger& danger, const std::string& path) const {
    return input_.options.allowed.Allows(danger, path);
  }

  bool IsRefused(const Placed& placed, AccessMasks access) const {
    const auto danger = DangerOf(placed, access);
    return danger.has_value() && !IsAllowed(*danger, placed.anchor.path);
  }

  // True: it was dealt with.
  bool IsDangerous(Placed* placed) {
    const Want& want = *placed->want;
    const AccessMasks access = want.access & input_.options.known;
    if (placed->on_directory() && IsHarmless(*placed)) return IsListed(*placed);
    std::optional<Danger> danger = DangerOf(*placed, access);
    if (!danger.has_value()) return false;
    const std::string path = placed->anchor.path;
    const bool allowed = IsAllowed(*danger, path);
    if (!allowed && MayStay(*placed)) {
      Placed file = {&want, {want.path}};
      if (!IsRefused(file, access)) {
        AddFinding(Tell(DraftText::kVaries, {want.path, placed->anchor.because,
                                             OptionFor(*danger, path), path}));
        AddRule(file, access, false);
        plan_.rules[want.path].optional = true;
        return true;
      }
    }
    Use(*placed, *danger, access);
    if (allowed) {
      const bool exactly =
          placed->on_directory() || access.Overlaps(kChangingRights);
      AddRule(*placed, access, exactly);
    }
    return true;
  }

  // Names only: of a broad place that is said.
  bool IsListed(const Placed& placed) {
    if (!DangerOf(placed, kReadRights).has_value()) return false;
    listed_.insert(placed.anchor.path);
    AddRule(placed, placed.want->access & input_.options.known, true);
    return true;
  }

  void Use(const Placed& placed, const Danger& danger, AccessMasks access) {
    const Want& want = *placed.want;
    DangerousUse& use = dangerous_uses_[placed.anchor.path];
    if (use.examples++ == 0) {
      use.danger = danger;
      use.directory = placed.on_directory();
      use.example = want.example;
      use.program = WhoOf(want.reasons);
    }
    use.access |= access;
  }

  // Its name varies, but it was there, and may be again.
  static bool MayStay(const Placed& placed) {
    return placed.anchor.moved && !placed.anchor.is_made &&
           placed.want->kind != FileKind::kNone &&
           !IsBeneath(placed.want->path, "/proc") &&
           !IsBeneath(placed.want->path, "/dev");
  }

  void SayBroad() {
    for (const std::string& directory : listed_) {
      const auto danger = input_.places.DangerOf(directory, kReadRights, true);
      AddFinding(Tell(DraftText::kListed,
                      {"'" + directory + "' (" + danger->Words() + ")"}));
    }
    for (const auto& [path, use] : dangerous_uses_) {
      std::string what = "'" + use.example + "'";
      if (use.examples > 1) {
        what += " and " + std::to_string(use.examples - 1) + " more";
      }
      const std::string place = (use.directory ? "all of '" : "'") + path +
                                "' (" + use.danger.Words() + ")";
      if (IsAllowed(use.danger, path)) {
        AddFinding(Tell(DraftText::kBroadGranted,
                        {NamesOf(use.access), place, use.program, what}));
      } else if (!use.danger.never.empty()) {
        plan_.refused.push_back(Tell(
            DraftText::kKept,
            {use.program, what, NamesOf(use.access), path, use.danger.never}));
      } else {
        plan_.refused.push_back(Tell(DraftText::kBroadRefused,
                                     {use.program, what, NamesOf(use.access),
                                      place, OptionFor(use.danger, path)}));
      }
    }
  }

  void AddRule(const Placed& placed, AccessMasks access, bool exactly) {
    const auto [known, added] = plan_.rules.try_emplace(placed.anchor.path);
    DraftRule& rule = known->second;
    if (added || placed.on_directory()) {
      rule.kind =
          placed.on_directory() ? FileKind::kDirectory : placed.want->kind;
    }
    rule.access |= access;
    rule.exactly = rule.exactly || exactly;
    rule.seen.insert(placed.want->used);
    rule.reasons.insert(placed.want->reasons.begin(),
                        placed.want->reasons.end());
    if (placed.on_directory() && !IsHarmless(placed) && rule.widened.empty()) {
      rule.widened = placed.anchor.moved ? placed.anchor.because
                                         : "the program makes what is there";
    }
  }

  AccessMasks GrantedByRule(const DraftRule& rule) const {
    return GrantedBy(SpellRights(rule.access, rule.IsDirectory(), rule.exactly,
                                 input_.options.known));
  }

  // Rules that those above make needless.
  void DropCovered() {
    Granted above;
    // Directories come before what is in them.
    for (auto rule = plan_.rules.begin(); rule != plan_.rules.end();) {
      const AccessMasks others =
          above.Above(rule->first) | GrantedAnyway(rule->first);
      if ((rule->second.access & ~others).empty()) {
        GiveSeen(rule->first, rule->second.seen);
        rule = plan_.rules.erase(rule);
        continue;
      }
      above.Add(rule->first, GrantedByRule(rule->second));
      ++rule;
    }
  }

  // What was used counts for the rule above that grants it, too.
  void GiveSeen(const std::string& path, const std::set<std::string>& seen) {
    for (std::string part = path; part != "/";) {
      part = ParentOf(part);
      const auto above = plan_.rules.find(part);
      if (above == plan_.rules.end()) continue;
      above->second.seen.insert(seen.begin(), seen.end());
      return;
    }
  }

  // What is moved must not gain rights by it, or it is EXDEV: both ends grant
  // the same.
  void LevelMoves() {
    if (!input_.options.known.Overlaps(right::refer)) return;
    Granted granted;
    for (const auto& [path, rule] : plan_.rules) {
      granted.Add(path, GrantedByRule(rule));
    }
    // Chains of moves are leveled from both ends; what is not level after so
    // many rounds no program does.
    constexpr int kMostRounds = 64;
    for (int round = 0; round < kMostRounds; ++round) {
      bool changed = false;
      for (const WantedMove& move : wants_.moves) {
        changed = LevelMove(move, &granted) || changed;
      }
      for (auto move = wants_.moves.rbegin(); move != wants_.moves.rend();
           ++move) {
        changed = LevelMove(*move, &granted) || changed;
      }
      if (!changed) return;
    }
    plan_.refused.push_back(Tell(DraftText::kTangledMoves, {}));
  }

  bool LevelMove(const WantedMove& move, Granted* granted) {
    const AccessMasks kinds = move.directory ? kFsClass : kFileRights;
    const AccessMasks from =
        kinds & (granted->On(move.from) | GrantedAnyway(move.from));
    const AccessMasks to =
        kinds & (granted->On(move.to) | GrantedAnyway(move.to));
    const bool first = Level(move.from, to & ~from, granted);
    return Level(move.to, from & ~to, granted) || first;
  }

  bool Level(const std::string& directory, AccessMasks access,
             Granted* granted) {
    if (access.empty()) return false;
    const Anchor anchor = AnchorOf(directory, input_.recorded, input_.places);
    DraftRule& rule = plan_.rules[anchor.path];
    rule.access |= access;
    rule.exactly =
        rule.exactly ||
        input_.places.DangerOf(anchor.path, rule.access, true).has_value();
    granted->Add(anchor.path, GrantedByRule(rule));
    return true;
  }

  // Where others' programs work as well, links, pipes and sockets lead these
  // astray: only kinds of files that the program made, or the first may be
  // made.
  void NarrowShared() {
    constexpr AccessMasks kFiles = right::write_file | right::truncate |
                                   right::make_reg | right::remove_file;
    for (auto& [path, rule] : plan_.rules) {
      if (!rule.IsDirectory() || rule.exactly ||
          !rule.access.Overlaps(right::write_file) ||
          !rule.access.Overlaps(kNameChangingRights) ||
          !input_.places.IsWorkedInByOthers(path)) {
        continue;
      }
      rule.access |= kFiles & input_.options.known;
      rule.exactly = true;
    }
  }

  // Each is lifted only if the user named it.
  void AddScopes() {
    const AccessMasks scopes = wants_.scopes & input_.options.known;
    for (const Right& r : kRights) {
      const auto danger = DangerousPlaces::OfScopes(scopes & r.Masks());
      if (!danger.has_value()) continue;
      if (IsAllowed(*danger, {})) {
        plan_.scopes |= r.Masks();
        plan_.scope_reasons = wants_.scope_reasons;
        continue;
      }
      plan_.refused.push_back(Tell(DraftText::kScopeRefused,
                                   {WhoOf(wants_.scope_reasons), danger->place,
                                    danger->Words(), OptionFor(*danger, {})}));
    }
  }

  void AddPorts() {
    for (const auto& [port, reasons] : wants_.ports) {
      AccessMasks access = AccessMasks{port.first} & input_.options.known;
      access = access & ~input_.base.OnPort(port.second);
      for (const std::string& name : plan_.fragments) {
        access = access & ~input_.fragments.at(name).OnPort(port.second);
      }
      if (!access.empty()) plan_.ports[{access.bits, port.second}] = reasons;
    }
  }

  void AddFinding(const std::string& finding) {
    if (said_.insert(finding).second) plan_.findings.push_back(finding);
  }

  const PlanInput& input_;
  const Wants& wants_;
  std::vector<Placed> placed_;
  std::set<std::string> listed_;
  std::map<std::string, DangerousUse> dangerous_uses_;
  std::set<std::string> said_;  // findings
  DraftPlan plan_;
};

}  // namespace

DraftPlan MakePlan(const PlanInput& input, const Wants& wants) {
  return Planner(input, wants).Make();
}

}  // namespace landshim
