// From statements to the rules that shim/enforce.cc would add, path by path.
#include "policy/domain.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <utility>

#include "policy/broad_places.h"
#include "policy/packed.h"
#include "policy/plain_path.h"
#include "policy/problem.h"
#include "policy/ruleset.h"
#include "policy/text.h"

namespace landshim {
namespace {

// As the shim writes an error behind a path.
std::string ErrorText(int error) {
  constexpr int kNumbers[] = {
#define LANDSHIM_E(number, text) number,
      LANDSHIM_ERRORS(LANDSHIM_E)
#undef LANDSHIM_E
  };
  int index = kFirstErrorText;
  for (const int number : kNumbers) {
    if (number == error) {
      return std::string(MessageText(index));
    }
    ++index;
  }
  return "errno " + std::to_string(error);
}

class Builder {
 public:
  Builder(const PolicyStatements& policy, const KernelTraits& kernel,
          Filesystem* filesystem, Layer* layer)
      : policy_(policy),
        kernel_(kernel),
        filesystem_(filesystem),
        layer_(layer),
        ruleset_(Lower(policy.summary, kernel.abi)) {}

  bool Build() {
    *layer_ = {};
    if (!RequireAbi()) return false;
    layer_->handled = ruleset_.handled;
    layer_->may_refer =
        SupportedAccess(std::min<int>(kernel_.abi, policy_.summary.abi.most))
            .Overlaps(right::refer);
    for (const PolicyStatement& statement : policy_.list) {
      NoteReplaceable(statement);
      if (statement.kind == StatementKind::kUnrestrict ||
          statement.kind == StatementKind::kUnscope) {
        layer_->lifts.push_back({statement.access, &statement});
      }
    }
    if (layer_->handled.empty()) {
      return policy_.summary.abi.least == 0 ||
             Fail(policy_.summary.abi_place, ProblemKind::kNothingToHandle,
                  {kNewestAbi});
    }
    for (const PolicyStatement& statement : policy_.list) {
      if (statement.kind == StatementKind::kPort) AddPorts(statement);
      if (statement.kind == StatementKind::kPath && !AddPath(statement)) {
        return false;
      }
    }
    return true;
  }

  std::string error() const { return error_; }

 private:
  bool Fail(const Place& place, ProblemKind kind,
            const std::vector<Argument>& arguments) {
    Problem problem;
    problem.Set(place, kind);
    for (const Argument& argument : arguments) problem.With(argument);
    error_ = ToText(problem);
    return false;
  }

  bool RequireAbi() {
    const int least = policy_.summary.abi.least;
    if (kernel_.abi >= least) return true;
    if (kernel_.abi == 0) {
      return Fail(policy_.place, ProblemKind::kNoLandlock, {});
    }
    return Fail(policy_.summary.abi_place, ProblemKind::kAbiTooLow,
                {least, LinuxOfAbi(least), kernel_.abi});
  }

  // Where the policy lets the program replace names.
  void NoteReplaceable(const PolicyStatement& statement) {
    if (statement.quiet || !statement.access.Overlaps(kNameChangingRights)) {
      return;
    }
    bool had_dots = false;
    replaceable_.emplace(
        statement.kind == StatementKind::kUnrestrict
            ? "/"
            : PlainPath(statement.text, &plain_buffer_, &had_dots));
  }

  // The uppermost such directory above `path`, or nothing.
  std::string ReplaceableAbove(const std::string& path) const {
    if (replaceable_.contains("/") && path.size() > 1) return "/";
    for (size_t slash = path.find('/', 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      if (replaceable_.contains(path.substr(0, slash))) {
        return path.substr(0, slash);
      }
    }
    return {};
  }

  // As OpenRulePath: strict where the program could plant a link.
  Found FindRulePath(const PolicyStatement& statement, bool wanted,
                     bool* strict, std::string* above) {
    bool had_dots = false;
    const std::string plain(
        PlainPath(statement.text, &plain_buffer_, &had_dots));
    if (wanted && !replaceable_.empty()) *above = ReplaceableAbove(plain);
    *strict = wanted && !replaceable_.empty() && (had_dots || !above->empty());
    const bool whole = had_dots || *above == "/";
    Found found = filesystem_->Find(*strict && !whole ? plain : statement.text,
                                    LastName::kFollow);
    const size_t free_until = whole ? 0 : above->size();
    *strict = *strict && found.links_until > free_until;
    if (*strict) found.error = ELOOP;
    return found;
  }

  // True: the rule is to be skipped.
  bool SkipPath(const PolicyStatement& statement, int error, bool strict,
                const std::string& above) {
    const std::string_view path = statement.text;
    switch (error) {
      case ENOENT:
      case ENOTDIR:
        return statement.optional ||
               Fail(statement.place, ProblemKind::kPathMissing,
                    {path, statement.verb->Name()});
      case EACCES:
        return Fail(statement.place, ProblemKind::kPathDenied, {path});
      case ELOOP:
        if (!strict) break;
        if (statement.place.source->kind == SourceKind::kFragment) return true;
        if (above.empty()) {
          return Fail(statement.place, ProblemKind::kSymlinkBeforeDots, {path});
        }
        return Fail(statement.place, ProblemKind::kSymlinkBeneath,
                    {path, std::string_view(above)});
      default:
        break;
    }
    const std::string text = ErrorText(error);
    return Fail(statement.place, ProblemKind::kPathFailed,
                {path, std::string_view(text)});
  }

  bool AddPath(const PolicyStatement& statement) {
    AccessMasks access = statement.access & ruleset_.handled;
    const bool wanted =
        statement.quiet ? ruleset_.quiet_rules : !access.empty();
    bool strict = false;
    std::string above;
    const Found found = FindRulePath(statement, wanted, &strict, &above);
    if (found.error != 0) {
      return SkipPath(statement, found.error, strict, above);
    }
    if (wanted && !RequireNarrow(statement, found)) return false;
    if (found.object.kind != FileKind::kDirectory) {
      const AccessMasks misfit = statement.access & ~kFileRights;
      if (statement.exact && !misfit.empty()) {
        return FailMisfit(statement, misfit);
      }
      access = access & kFileRights;
    }
    if (statement.quiet || access.empty() || found.object.unrestricted) {
      return true;
    }
    layer_->paths.push_back({found.object.id, access, &statement});
    return true;
  }

  // As shim/given_place, by where the path and the home lead.
  bool RequireNarrow(const PolicyStatement& statement, const Found& found) {
    if (statement.giver.empty() || policy_.broad.all ||
        found.object.kind != FileKind::kDirectory) {
      return true;
    }
    if (!IsBroadPlace(found.path, statement.by_home, Home()) ||
        policy_.broad.Allows(found.path)) {
      return true;
    }
    return Fail(
        statement.place, ProblemKind::kTooBroad,
        {std::string_view(found.path), std::string_view(statement.giver),
         std::string_view(statement.giver_value)});
  }

  // Where HOME leads, looked up for the first path that asks.
  const std::string& Home() {
    if (!home_.has_value()) {
      const Found home = filesystem_->Find(policy_.home, LastName::kFollow);
      home_ = home.error == 0 ? home.path : policy_.home;
    }
    return *home_;
  }

  bool FailMisfit(const PolicyStatement& statement, AccessMasks misfit) {
    for (const Right& r : kRights) {
      if (!misfit.Overlaps(r.Masks())) continue;
      return Fail(statement.place, ProblemKind::kRightNotOnFile,
                  {r.Name(), std::string_view(statement.text)});
    }
    return true;
  }

  void AddPorts(const PolicyStatement& statement) {
    const AccessMasks access = statement.access & ruleset_.handled;
    if (statement.quiet || access.empty()) return;
    layer_->ports.push_back(
        {access, statement.first_port, statement.last_port, &statement});
  }

  const PolicyStatements& policy_;
  const KernelTraits& kernel_;
  Filesystem* filesystem_;
  Layer* layer_;
  Ruleset ruleset_;
  std::set<std::string> replaceable_;
  std::optional<std::string> home_;
  WordBuffer plain_buffer_ = {};
  std::string error_;
};

}  // namespace

bool BuildLayer(const PolicyStatements& policy, const KernelTraits& kernel,
                Filesystem* filesystem, Layer* layer, std::string* error) {
  Builder builder(policy, kernel, filesystem, layer);
  if (builder.Build()) return true;
  *error = builder.error();
  return false;
}

}  // namespace landshim
