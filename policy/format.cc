// Turns masks back into the verbs that mean them.
#include "policy/format.h"

#include <vector>

namespace landshim {
namespace {

// The fewest verbs, the widest first, that together grant exactly `access`,
// which is known to be a union of verbs.
std::vector<std::string> VerbsFor(AccessMasks access) {
  std::vector<std::string> names;
  AccessMasks covered;
  for (const std::string_view name : {"write", "device", "exec", "read"}) {
    for (const Verb& verb : kVerbs) {
      if (verb.Name() != name) continue;
      if ((verb.access & ~access).empty() &&
          !(verb.access & ~covered).empty()) {
        names.emplace_back(name);
        covered |= verb.access;
      }
    }
  }
  if (access.Overlaps(right::resolve_unix)) names.emplace_back("connect");
  return names;
}

void FormatPath(const PathRule& rule, std::string* out) {
  const std::string mark = rule.optional ? "?" : "";
  const std::string path = Quote(rule.path) + '\n';
  if (rule.quiet) {
    *out += "quiet" + mark + ' ' + path;
  } else if (rule.exact) {
    *out += "allow" + mark + ' ' + NamesOf(rule.access) + ' ' + path;
  } else {
    for (const std::string& verb : VerbsFor(rule.access)) {
      *out += verb + mark + ' ' + (verb == "connect" ? "unix " : "") + path;
    }
  }
}

void FormatPort(const PortRule& rule, std::string* out) {
  for (const Peer& peer : kPeers) {
    if (peer.connect == rule.access) *out += "connect ";
    if (peer.bind == rule.access) *out += "bind ";
    if (peer.connect == rule.access || peer.bind == rule.access) {
      *out += peer.name;
    }
  }
  *out += ' ' + std::to_string(rule.first);
  if (rule.last != rule.first) *out += ".." + std::to_string(rule.last);
  *out += '\n';
}

void FormatUnrestricted(AccessMasks unrestricted, std::string* out) {
  for (const AccessClass& known : kClasses) {
    if ((known.access & kScopeClass) == known.access) continue;
    if (!(known.access & ~unrestricted).empty()) continue;
    *out += std::string("unrestrict ") + known.name + '\n';
    unrestricted = unrestricted & ~known.access;
  }
  for (const Right& r : kRights) {
    if (!unrestricted.Overlaps(r.Masks())) continue;
    *out += r.kind == ObjectKind::kDomain ? "unscope " : "unrestrict ";
    *out += std::string(r.Name()) + '\n';
  }
}

}  // namespace

std::string Format(const Policy& policy) {
  std::string out = "landshim 1\nabi " + std::to_string(policy.abi.least);
  if (policy.abi.most != policy.abi.least) {
    out += ".." + std::to_string(policy.abi.most);
  }
  out += '\n';
  FormatUnrestricted(policy.unrestricted, &out);
  for (const LogFlag& log : kLogFlags) {
    if ((policy.log_flags & log.flag.mask) == 0) continue;
    out +=
        std::string("log ") + log.name + (log.set_by_on ? " on\n" : " off\n");
  }
  for (const PathRule& rule : policy.paths) FormatPath(rule, &out);
  for (const PortRule& rule : policy.ports) FormatPort(rule, &out);
  return out;
}

}  // namespace landshim
