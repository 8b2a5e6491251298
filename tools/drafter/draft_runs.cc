#include "tools/drafter/draft_runs.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>

#include "policy/domain.h"
#include "tools/drafter/code.h"
#include "tools/drafter/compose.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/fragment_choice.h"
#include "tools/drafter/path_text.h"
#include "tools/drafter/places.h"
#include "tools/drafter/plan.h"
#include "tools/drafter/ports.h"
#include "tools/drafter/price.h"
#include "tools/drafter/proof.h"
#include "tools/drafter/resolve.h"
#include "tools/drafter/surprises.h"

namespace landshim {
namespace {

// "4..11" or "4".
bool ReadAbi(std::string_view text, AbiRange* range) {
  const size_t dots = text.find("..");
  const std::string_view least = text.substr(0, dots);
  const std::string_view most =
      dots == std::string_view::npos ? least : text.substr(dots + 2);
  const auto read = [](std::string_view word, uint8_t* number) {
    const auto [end, problem] =
        std::from_chars(word.data(), word.data() + word.size(), *number);
    return problem == std::errc() && end == word.data() + word.size();
  };
  return read(least, &range->least) && read(most, &range->most) &&
         range->least <= range->most && range->most >= 1 &&
         range->most <= kNewestAbi;
}

// The kernel that was learned on must do; what it does not restrict was
// recorded all the same.
AbiRange AbiOf(const std::vector<RunStart>& starts) {
  int least = kNewestAbi;
  for (const RunStart& start : starts) least = std::min(least, start.abi);
  return {.least = static_cast<uint8_t>(std::max(1, least)),
          .most = kNewestAbi};
}

// A directory is not to be taken for a file that was there, nor the other way.
bool IsOtherKind(const Found& found, const DraftRule& rule) {
  return (found.object.kind == FileKind::kDirectory) != rule.IsDirectory();
}

// Each directory on the way to what was used is looked at: drafting takes as
// long as there are names in all paths. Programs come nowhere near it.
constexpr size_t kMostNames = 4'000'000;

size_t NamesIn(const std::vector<RecordedRun>& runs) {
  size_t names = 0;
  for (const RecordedRun& run : runs) {
    for (const Fact& fact : run.facts) {
      names += 1 + std::count(fact.path.begin(), fact.path.end(), '/') +
               std::count(fact.new_path.begin(), fact.new_path.end(), '/');
    }
  }
  return names;
}

class Drafting {
 public:
  Drafting(const DraftRequest& request, const DraftContext& context,
           const Recorded& recorded, CodeFiles code, DraftReport* report,
           std::string* error)
      : request_(request),
        context_(context),
        recorded_(recorded),
        files_(context.filesystem),
        code_(std::move(code)),
        speller_(recorded.starts, context.filesystem),
        report_(report),
        error_(error) {}

  bool Draft() {
    report_->gaps = recorded_.gaps;
    for (const auto& [path, kind] : recorded_.existing) {
      files_.AddExisting(path, kind);
    }
    environment_ = speller_.environment();
    environment_.insert(environment_.end(), context_.environment.begin(),
                        context_.environment.end());
    for (const std::string& entry : environment_) {
      entries_.push_back(entry.c_str());
    }
    entries_.push_back(nullptr);
    if (!SettleAbi()) return false;
    const Wants wants = WantsOf(recorded_, &files_);
    report_->findings = wants.impossible;
    constexpr int kReferAbi = 2;
    if (abi_.least < kReferAbi && !wants.moves.empty()) {
      report_->findings.push_back(
          Tell(DraftText::kNoMoves, {std::to_string(kNewestAbi)}));
    }
    return MakePolicy(wants) && ProveText(wants);
  }

 private:
  Environment environment() const { return {entries_.data()}; }

  bool Fail(const std::string& line) {
    *error_ = line;
    return false;
  }

  bool SettleAbi() {
    if (!request_.merge.empty()) return ReadMerged();
    abi_ = AbiOf(recorded_.starts);
    if (!request_.abi.empty() && !ReadAbi(request_.abi, &abi_)) {
      return Fail(
          Tell(DraftText::kBadAbi, {request_.abi, std::to_string(kNewestAbi)}));
    }
    known_ = SupportedAccess(abi_.most);
    return true;
  }

  bool ReadPolicyText(const std::string& text, PolicyStatements* policy) {
    const bool merges = !request_.merge.empty();
    const std::string name = merges ? request_.merge : "draft";
    const std::string directory = DirectoryOfFile(name);
    const Source source = {.name = name, .text = text, .directory = directory};
    return ReadStatements({source}, environment(), context_.reader, policy,
                          error_);
  }

  bool ReadMerged() {
    if (!ReadPolicyText(context_.merge_text, &merged_)) return false;
    abi_ = merged_.summary.abi;
    KernelTraits kernel = {.abi = abi_.most};
    Layer layer;
    if (!BuildLayer(merged_, kernel, &files_, &layer, error_)) return false;
    known_ = layer.handled;
    base_.Add(layer, &files_);
    return true;
  }

  // With what a completed policy includes.
  DangerSetting Dangers() const {
    DangerSetting setting = context_.dangers;
    for (const auto& text : merged_.texts) {
      if (text->source.kind == SourceKind::kIncluded) {
        setting.bound.push_back({text->name, "which the policy includes"});
      }
    }
    return setting;
  }

  bool ReadAllowed(AllowedPlaces* allowed) {
    for (const std::string& place : request_.allow_broad) {
      std::string why;
      if (!allowed->Add(place, places_->setting(), context_.directory, &why)) {
        return Fail(Tell(DraftText::kNoPlace, {why}));
      }
    }
    return true;
  }

  bool MakePolicy(const Wants& wants) {
    places_ =
        std::make_unique<Places>(recorded_, Dangers(), context_.filesystem);
    AllowedPlaces allowed;
    if (!ReadAllowed(&allowed)) return false;
    const PlanInput input = {
        .recorded = recorded_,
        .places = *places_,
        .options = {.keep_files = request_.keep_files,
                    .allowed = allowed,
                    .known = known_},
        .base = base_,
        .fragments = GrantsOfFragments(environment(), &files_)};
    plan_ = MakePlan(input, wants);
    if (!plan_.refused.empty()) return FailRefused();
    if (!SettlePaths()) return false;
    SettlePorts(recorded_, &plan_);
    report_->findings.insert(report_->findings.end(), plan_.findings.begin(),
                             plan_.findings.end());
    WriteText();
    return true;
  }

  bool FailRefused() {
    report_->findings.insert(report_->findings.end(), plan_.findings.begin(),
                             plan_.findings.end());
    std::string line = plan_.refused[0];
    if (plan_.refused.size() > 1) {
      line += " (and " + std::to_string(plan_.refused.size() - 1) + " more)";
    }
    for (size_t i = 1; i < plan_.refused.size(); ++i) {
      report_->findings.push_back(plan_.refused[i]);
    }
    return Fail(line);
  }

  // Paths were free of links when they were recorded.
  bool SettlePaths() {
    std::vector<std::string> missing;
    for (auto& [path, rule] : plan_.rules) {
      if (IsIn(path, "/proc/self")) continue;
      const Found found = context_.filesystem->Find(path, LastName::kFollow);
      if (found.error == ENOENT || found.error == ENOTDIR) {
        rule.optional = true;
        missing.push_back(path);
      } else if (found.error == 0 && found.path != path) {
        return Fail(Tell(DraftText::kNewLink, {path, found.path}));
      } else if (found.error == 0 && IsOtherKind(found, rule)) {
        return Fail(Tell(DraftText::kOtherKind, {path}));
      }
    }
    SayMissing(missing);
    return true;
  }

  void SayMissing(const std::vector<std::string>& missing) {
    constexpr size_t kMost = 10;
    for (size_t i = 0; i < missing.size() && i < kMost; ++i) {
      plan_.findings.push_back(Tell(DraftText::kMissingNow, {missing[i]}));
    }
    if (missing.size() > kMost) {
      plan_.findings.push_back(Tell(DraftText::kMoreMissing,
                                    {std::to_string(missing.size() - kMost)}));
    }
  }

  void WriteText() {
    std::vector<StatementGroup> groups = GroupsOf(plan_, speller_, known_);
    if (!plan_.fragments.empty()) {
      report_->allows.push_back(IncludeOf(plan_.fragments));
    }
    for (const StatementGroup& group : groups) {
      report_->allows.insert(report_->allows.end(), group.statements.begin(),
                             group.statements.end());
    }
    if (request_.merge.empty()) {
      report_->text = Compose(recorded_.starts, abi_, plan_.fragments, groups);
    } else {
      report_->text = Append(context_.merge_text, plan_.fragments, groups);
    }
    if (context_.count) {
      report_->price =
          PriceOf(plan_, speller_, known_, context_.count, context_.filesystem);
    }
    report_->surprises = SurprisesOf(plan_, *places_, speller_, known_);
    for (const std::vector<std::string>& more :
         {CodeInReach(plan_, code_), RemarkableReach(report_->allows)}) {
      report_->surprises.insert(report_->surprises.end(), more.begin(),
                                more.end());
    }
  }

  bool ProveText(const Wants& wants) {
    // shim/policy_files.h: kLargestPolicy.
    constexpr size_t kLargestPolicy = size_t{1} << 20;
    if (report_->text.size() > kLargestPolicy) {
      return Fail(Tell(DraftText::kTooLarge, {}));
    }
    PolicyStatements policy;
    return ReadPolicyText(report_->text, &policy) &&
           Prove(policy, wants.replayed, &files_, error_);
  }

  const DraftRequest& request_;
  const DraftContext& context_;
  const Recorded& recorded_;
  RecordedFilesystem files_;
  std::unique_ptr<Places> places_;
  CodeFiles code_;
  PathSpeller speller_;
  DraftReport* report_;
  std::string* error_;
  std::vector<std::string> environment_;
  std::vector<const char*> entries_;
  AbiRange abi_;
  AccessMasks known_;
  PolicyStatements merged_;
  Granted base_;
  DraftPlan plan_;
};

}  // namespace

bool DraftRuns(const std::vector<RecordedRun>& runs,
               const DraftRequest& request, const DraftContext& context,
               DraftReport* report, std::string* error) {
  if (NamesIn(runs) > kMostNames) {
    *error = Tell(DraftText::kTooManyNames, {std::to_string(kMostNames)});
    return false;
  }
  const Recorded recorded = Merge(runs);
  CodeFiles code = CodeOf(runs, recorded, context.filesystem);
  return Drafting(request, context, recorded, std::move(code), report, error)
      .Draft();
}

}  // namespace landshim
