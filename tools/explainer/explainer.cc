#include "tools/explainer/explainer.h"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "policy/quote.h"
#include "policy/statements.h"
#include "tools/checker/subject.h"
#include "tools/explainer/anchored_cure.h"
#include "tools/explainer/words.h"
#include "tools/filesystem/process_filesystem.h"
#include "tools/filesystem/real_filesystem.h"
#include "tools/recorder/later_error.h"
#include "tools/recorder/user.h"

namespace landshim {
namespace {

constexpr std::string_view kLibraries = "include <libs>";

// Such as a message queue where none are mounted, or a detached mount.
constexpr std::string_view kNoPath =
    "no path leads there: only a statement on the same thing by another path, "
    "if it has one, would allow it";

// A child that is started anew reads its libraries beneath the policy: all of
// them, one after the other.
bool ReadsLibraryOfChild(const Attempt& attempt, const Decision& decision,
                         pid_t process, pid_t first) {
  return process != first && attempt.kind->deed == Deed::kOpen &&
         !decision.paths.empty() && IsSystemLibrary(decision.paths[0]);
}

// Both; none where one of them is none.
std::string Merge(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return {};
  return a.find(b) != std::string::npos ? a : a + "; " + b;
}

bool Exists(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0;
}

// What the operation makes if it is allowed; empty: nothing.
std::string MadeBy(const Operation& operation, const Decision& decision) {
  const size_t index = decision.paths.size() > 1 ? 1 : 0;
  if (decision.paths.size() <= index) return {};
  switch (operation.kind->deed) {
    case Deed::kMake:
    case Deed::kBindUnix:
    case Deed::kRename:
    case Deed::kLink:
    case Deed::kLinkUnnamed:
      return decision.paths[index];
    case Deed::kOpen:
      if (!operation.open.create || Exists(decision.paths[0])) return {};
      return decision.paths[0];
    default:
      return {};
  }
}

// Where a rule would count for one of the needs: `path`, or the next directory
// above it by whose name one gets to where the kernel looks. Empty: by no name,
// as in a mount or message queue that nothing leads to.
std::string ReachableFrom(std::string path, const std::vector<Need>& needs) {
  RealFilesystem files;
  while (true) {
    const Found found = files.Find(path, LastName::kFollow);
    const auto counts = [&found](const Need& need) {
      return std::find(need.objects.begin(), need.objects.end(),
                       found.object.id) != need.objects.end();
    };
    if (found.error == 0 && std::any_of(needs.begin(), needs.end(), counts)) {
      return path;
    }
    if (path == "/") return {};
    path = DirectoryAbove(path);
  }
}

// Directories of /proc/self whose entries have numbers.
constexpr std::string_view kNumbered[] = {"/task", "/fdinfo"};

// The part of a path in the process's own directory that lasts.
std::string WithoutNumbers(const std::string& path) {
  for (const std::string_view directory : kNumbered) {
    if (path.starts_with(std::string(directory) + '/')) {
      return std::string(directory);
    }
  }
  return path;
}

// A rule on what lies in the process's own directory of /proc, by the name that
// it has in the next run too: good for the process that enforces the policy.
// Empty where it would not help alone.
std::string CureByOwnName(const Domain& domain, const Operation& operation,
                          const Decision& decision, pid_t process,
                          Filesystem* files) {
  const std::string own = "/proc/" + std::to_string(process);
  if (decision.missing.size() != 1) return {};
  const Missing& missing = decision.missing[0];
  if (!missing.path.starts_with(own + '/')) return {};
  const std::string beneath = WithoutNumbers(missing.path.substr(own.size()));
  const Found found = files->Find(own + beneath, LastName::kFollow);
  Domain tried = domain;
  for (Layer& layer : tried.layers) {
    layer.paths.push_back(
        {.object = found.object.id, .access = missing.access});
  }
  if (Decide(tried, operation, files).verdict != Verdict::kAllowed) return {};
  const std::string path = "/proc/self" + beneath;
  return (missing.access == right::read_file
              ? "read "
              : "allow " + NamesOf(missing.access) + ' ') +
         Quote(path);
}

}  // namespace

Explainer::Explainer(Domain start, Domain main)
    : start_(std::move(start)), main_(std::move(main)) {}

void Explainer::OnAttempt(const Attempt& attempt, const CallData& call,
                          const Requester& requester) {
  Watched* const around = observer_->watched();
  const Domain& domain = marked_ ? main_ : start_;
  ProcessFilesystem files(
      requester.thread(), requester.Process(),
      [around](pid_t process) { return around->insiders.IsOne(process); });
  const Operation operation = attempt.ToOperation(&files);
  const UserOf user(requester, around->other_users);
  const Decision decision = Decide(domain, operation, &files);
  if (files.is_blind()) return OnGap(kCannotLook, call, requester);
  const bool restricted = decision.verdict == Verdict::kAllowed ||
                          decision.verdict == Verdict::kDenied;
  if (restricted) ++explanation_.operations;
  const std::string path = decision.paths.empty() ? "" : decision.paths[0];
  if (attempt.kind->deed == Deed::kBindUnix &&
      decision.verdict != Verdict::kDenied) {
    around->insiders.Bind(path);
  }
  NoteMade(operation, decision);
  // Without Landlock it would fail as well.
  if (decision.verdict != Verdict::kDenied || decision.otherwise != 0 ||
      LaterError(*attempt.kind, path, requester) != 0) {
    return;
  }
  if (attempt.kind->deed == Deed::kConnectUnix &&
      around->insiders.IsBound(path)) {
    return;
  }
  Denial denial = Describe(attempt, operation, decision, call, requester);
  if (denial.process == around->insiders.first()) {
    const std::string cure =
        CureByOwnName(domain, operation, decision, denial.process, &files);
    if (!cure.empty()) denial.cure = cure;
  }
  const std::string stale = WhyStale(domain, decision);
  if (!stale.empty()) denial.hint = stale;
  if (attempt.kind->deed == Deed::kExecute) {
    exec_.push_back(std::move(denial));
  } else {
    Add(std::move(denial));
  }
}

Denial Explainer::Describe(const Attempt& attempt, const Operation& operation,
                           const Decision& decision, const CallData& call,
                           const Requester& requester) {
  Denial denial = {.call = call.name,
                   .operation = WordsFor(operation, decision),
                   .program = requester.Program(),
                   .process = requester.Process(),
                   .reason = ReasonFor(decision),
                   .error = ErrnoName(decision.error),
                   .cure = CureOf(decision),
                   .hint = HintFor(operation, decision)};
  if (denial.cure.empty() && !decision.cures.empty()) {
    denial.unnamed = true;
    denial.hint = kNoPath;
  }
  if (ReadsLibraryOfChild(attempt, decision, denial.process,
                          observer_->watched()->insiders.first())) {
    denial.cure = kLibraries;
  }
  return denial;
}

// The line of the policy that grants it by name, and whose file was replaced:
// the same line once more would be lost in the same way.
std::string Explainer::WhyStale(const Domain& domain,
                                const Decision& decision) {
  RealFilesystem files;
  for (const Missing& missing : decision.missing) {
    for (const Layer& layer : domain.layers) {
      for (const PathGrant& grant : layer.paths) {
        if (grant.statement == nullptr ||
            !grant.access.Overlaps(missing.access) ||
            !IsAtOrBeneath(missing.path, grant.statement->text)) {
          continue;
        }
        const Found now = files.Find(grant.statement->text, LastName::kFollow);
        if (now.error != 0 || now.object.id == grant.object) continue;
        stale_.insert(now.path);
        return "'" + ToText(*grant.statement) + "' (" +
               ToText(grant.statement->place) +
               ") was about what has been replaced since: rules are on files, "
               "not on names; grant the directory";
      }
    }
  }
  return {};
}

// The tightest, at a place that a policy can name.
std::string Explainer::CureOf(const Decision& decision) {
  if (decision.cures.empty()) return {};
  for (const Need& need : decision.needs) {
    if (need.exists && !need.on_directory) files_.insert(need.path);
  }
  return AnchoredCure(decision.cures[0], files_,
                      [&decision](const std::string& path) {
                        return ReachableFrom(path, decision.needs);
                      });
}

void Explainer::NoteMade(const Operation& operation, const Decision& decision) {
  if (decision.error != 0 || decision.verdict == Verdict::kDenied) return;
  const std::string made = MadeBy(operation, decision);
  if (!made.empty()) made_.insert(made);
}

// The next run makes it anew, maybe by another name.
void Explainer::Finish() {
  const auto lasts = [this](const std::string& part) {
    return !made_.contains(part) && !stale_.contains(part) && Exists(part);
  };
  for (Denial& denial : explanation_.denials) {
    denial.cure = AnchoredCure(
        denial.cure, files_,
        [&lasts](const std::string& path) { return LastingPart(path, lasts); });
  }
}

// The kernel stops at the first of them; all together it takes to start it.
void Explainer::OnDone(const CallData& /*call*/,
                       const Requester& /*requester*/) {
  if (exec_.empty()) return;
  Denial all = std::move(exec_.front());
  for (size_t i = 1; i < exec_.size(); ++i) {
    const std::string path = exec_[i].operation.substr(sizeof("exec"));
    const bool loader = IsSystemLibrary(path);
    all.cure =
        Merge(all.cure, loader ? std::string(kLibraries) : exec_[i].cure);
  }
  exec_.clear();
  Add(std::move(all));
}

void Explainer::Add(Denial denial) {
  const std::string key = denial.call + '\0' + denial.operation + '\0' +
                          denial.program + '\0' + denial.reason;
  const auto [known, is_new] = known_.emplace(key, explanation_.denials.size());
  if (is_new) {
    explanation_.denials.push_back(std::move(denial));
  } else {
    ++explanation_.denials[known->second].count;
  }
}

void Explainer::OnGap(const std::string& why, const CallData& call,
                      const Requester& requester) {
  const std::string gap = requester.Program() + " (" + call.name + "): " + why;
  if (known_.emplace("gap" + gap, 0).second) explanation_.gaps.push_back(gap);
}

}  // namespace landshim
