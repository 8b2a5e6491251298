// Collects statements, then sorts and merges what they grant.
#include "policy/policy.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace landshim {
namespace {

void AddStatement(const PolicyStatement& statement, Policy* policy) {
  switch (statement.kind) {
    case StatementKind::kPath:
      policy->paths.push_back({statement.text, statement.access,
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
  const FileReader reader = [&open](const std::string& path) {
    FileText file;
    if (std::optional<std::string> text = open(path)) {
      file.result = FileText::Result::kFound;
      file.text = std::move(*text);
    }
    return file;
  };
  PolicyStatements read;
  if (!ReadStatements({source}, environment, reader, &read, error)) {
    return false;
  }
  *policy = MakePolicy(read);
  return true;
}

Policy MakePolicy(const PolicyStatements& statements) {
  Policy policy;
  for (const PolicyStatement& statement : statements.list) {
    AddStatement(statement, &policy);
  }
  const Summary& summary = statements.summary;
  policy.abi = summary.abi;
  policy.unrestricted = summary.unrestricted;
  policy.log_flags = summary.log_flags;
  Canonicalize(&policy);
  return policy;
}

void Canonicalize(Policy* policy) {
  MergePaths(&policy->paths);
  MergePorts(&policy->ports);
}

}  // namespace landshim
