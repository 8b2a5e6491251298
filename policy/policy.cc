// Collects statements, then sorts and merges what they grant.
#include "policy/policy.h"

#include <algorithm>
#include <deque>
#include <tuple>

#include "policy/packed.h"
#include "policy/problem.h"
#include "policy/reader.h"
#include "policy/ruleset.h"
#include "policy/suggest.h"
#include "policy/table.h"

namespace landshim {
namespace {

// The texts of a policy under way; addresses stay valid as it grows.
class Texts {
 public:
  explicit Texts(const FileOpener& open) : open_(open) {}

  // The text that an include names, or nullptr; each is read once.
  const Source* Find(const Statement& include) {
    const std::string name(include.text);
    for (const Text& known : texts_) {
      if (known.name == name && known.is_fragment == include.fragment) {
        return &known.source;
      }
    }
    const std::optional<std::string> text =
        include.fragment ? FragmentText(name) : open_(name);
    if (!text.has_value()) return nullptr;
    Text& added = texts_.emplace_back();
    added.name = name;
    added.is_fragment = include.fragment;
    added.text = *text;
    added.source.name = added.name;
    added.source.text = added.text;
    added.source.kind =
        include.fragment ? SourceKind::kFragment : SourceKind::kIncluded;
    const size_t slash = added.name.rfind('/');
    if (slash != std::string::npos) {
      added.source.directory =
          std::string_view(added.name).substr(0, slash == 0 ? 1 : slash);
    }
    return &added.source;
  }

  // True the first time that it is asked about `source`.
  bool IsNew(const Source* source) {
    if (std::find(read_.begin(), read_.end(), source) != read_.end()) {
      return false;
    }
    read_.push_back(source);
    return true;
  }

 private:
  struct Text {
    std::string name;
    std::string text;
    bool is_fragment = false;
    Source source;
  };

  static std::optional<std::string> FragmentText(const std::string& name) {
    const size_t index = FindIndex(kFragmentNames, name);
    if (index == std::size(kFragmentNames)) return std::nullopt;
    std::string buffer(kFragmentsSize, '\0');
    landshim::Text unpacked(buffer.data(), buffer.size());
    UnpackFragment(index, &unpacked);
    return std::string(unpacked.view());
  }

  const FileOpener& open_;
  std::deque<Text> texts_;
  std::vector<const Source*> read_;
};

std::string Line(const Problem& problem) {
  // Room for three words, each byte of them escaped.
  std::string buffer(12 * kLongestWord + 1024, '\0');
  Text text(buffer.data(), buffer.size());
  Describe(problem, &text);
  return std::string(text.view());
}

void AddStatement(const Statement& statement, Policy* policy) {
  switch (statement.kind) {
    case StatementKind::kPath:
      policy->paths.push_back({std::string(statement.text), statement.access,
                               statement.optional, statement.exact,
                               statement.quiet});
      break;
    case StatementKind::kPort:
      policy->ports.push_back(
          {statement.access, statement.first_port, statement.last_port});
      break;
    default:
      break;  // the summary has it
  }
}

// Opens what `include` names. Empty, or the line that says what is wrong.
std::string Include(const Statement& include, Texts* texts, Reader* reader) {
  Problem problem;
  const Source* source = texts->Find(include);
  if (source == nullptr) {
    if (include.optional && !include.fragment) return {};
    if (include.fragment) {
      Suggestion(include.text)
          .Among(kFragmentNames)
          .Describe(include.place, ProblemKind::kUnknownFragment, &problem);
      return Line(problem);
    }
    problem.Set(include.place, ProblemKind::kFileMissing);
    return Line(problem.With(include.text));
  }
  if (reader->IsOpen(source)) {
    problem.Set(include.place, ProblemKind::kIncludeLoop);
    return Line(problem.With(include.text));
  }
  if (!texts->IsNew(source)) return {};
  if (reader->depth() > kDeepestInclude) {
    problem.Set(include.place, ProblemKind::kIncludeTooDeep);
    return Line(problem.With(kDeepestInclude));
  }
  reader->Open(source);
  return {};
}

auto PathOrder(const PathRule& rule) {
  return std::tie(rule.path, rule.quiet, rule.exact, rule.optional);
}

void MergePaths(std::vector<PathRule>* rules) {
  std::sort(rules->begin(), rules->end(),
            [](const PathRule& a, const PathRule& b) {
              return PathOrder(a) < PathOrder(b);
            });
  std::vector<PathRule> merged;
  for (PathRule& rule : *rules) {
    if (!merged.empty() && PathOrder(merged.back()) == PathOrder(rule)) {
      merged.back().access |= rule.access;
    } else {
      merged.push_back(std::move(rule));
    }
  }
  *rules = std::move(merged);
}

void MergePorts(std::vector<PortRule>* rules) {
  std::vector<PortRule> single;
  for (const PortRule& rule : *rules) {
    for (const Right& r : kRights) {
      if (rule.access.Overlaps(r.Masks())) {
        single.push_back({r.Masks(), rule.first, rule.last});
      }
    }
  }
  std::sort(single.begin(), single.end(),
            [](const PortRule& a, const PortRule& b) {
              return std::tie(a.access.bits, a.first, a.last) <
                     std::tie(b.access.bits, b.first, b.last);
            });
  rules->clear();
  for (const PortRule& rule : single) {
    if (!rules->empty() && rules->back().access == rule.access &&
        rule.first <= rules->back().last + 1) {
      rules->back().last = std::max(rules->back().last, rule.last);
    } else {
      rules->push_back(rule);
    }
  }
}

}  // namespace

bool ReadPolicy(const Source& source, Environment environment,
                const FileOpener& open, Policy* policy, std::string* error) {
  *policy = {};
  Texts texts(open);
  Reader reader(environment);
  Summary summary;
  summary.needs_abi = source.kind == SourceKind::kFile;
  Statement statement;
  Problem problem;
  texts.IsNew(&source);
  reader.Open(&source);
  while (true) {
    const Reader::Result result = reader.Next(&statement);
    if (result == Reader::Result::kEnd) break;
    if (result == Reader::Result::kProblem) {
      *error = Line(reader.problem());
      return false;
    }
    if (statement.kind == StatementKind::kInclude) {
      *error = Include(statement, &texts, &reader);
      if (!error->empty()) return false;
      continue;
    }
    if (!Summarize(statement, &summary, &problem)) {
      *error = Line(problem);
      return false;
    }
    AddStatement(statement, policy);
  }
  if (!Finish(&summary, {&source, 0, 0}, &problem)) {
    *error = Line(problem);
    return false;
  }
  policy->abi = summary.abi;
  policy->unrestricted = summary.unrestricted;
  policy->log_flags = summary.log_flags;
  Canonicalize(policy);
  return true;
}

void Canonicalize(Policy* policy) {
  MergePaths(&policy->paths);
  MergePorts(&policy->ports);
}

}  // namespace landshim
