// Candidates from tight to wide; only those that prove to work are given out.
#include "policy/cure.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "policy/quote.h"
#include "policy/statement.h"

namespace landshim {
namespace {

// Where a rule would be put.
struct Target {
  std::string path;
  ObjectId object;
  bool directory = false;

  bool operator==(const Target&) const = default;
};

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0) return "/";
  return path.substr(0, slash);
}

// Directories whose entries are others at each start: a rule on one of them
// would be lost.
constexpr std::string_view kVolatile[] = {"/proc/", "/dev/pts/"};

// How many directories above the path a rule would last.
size_t LevelsAbove(const std::string& path) {
  for (const std::string_view place : kVolatile) {
    if (!path.starts_with(place) || path.size() == place.size()) continue;
    const char first = path[place.size()];
    if (first < '0' || first > '9') continue;
    const size_t slashes =
        std::count(path.begin() + place.size(), path.end(), '/');
    return slashes + 1;
  }
  return 0;
}

Target TargetOf(const Need& need) {
  Target target = {need.path, {}, need.on_directory};
  size_t index = 0;
  if (!need.exists) {
    target = {DirectoryOf(need.path), {}, true};
  }
  for (size_t levels = LevelsAbove(target.path);
       levels > 0 && index + 1 < need.objects.size(); --levels) {
    target.path = DirectoryOf(target.path);
    target.directory = true;
    ++index;
  }
  if (index < need.objects.size()) target.object = need.objects[index];
  return target;
}

int Count(AccessMasks access) { return std::popcount(access.bits); }

class Curer {
 public:
  Curer(const Domain& domain, const Requirement& required,
        const Evaluation& denied)
      : domain_(domain), required_(required), denied_(denied) {
    for (const Layer& layer : domain.layers) {
      known_ |= layer.handled;
      for (const Lift& lift : layer.lifts) known_ |= lift.access;
    }
  }

  std::vector<std::string> Find() {
    for (const AccessMasks missing : denied_.missing) all_ |= missing;
    if (all_.net() != 0) {
      CurePorts();
    } else if (all_.scope() != 0) {
      CureScopes();
    } else {
      CurePaths();
    }
    return cures_;
  }

 private:
  void Try(const std::string& text, const Extra& extra) {
    if (Evaluate(domain_, required_, extra).error != 0) return;
    if (std::find(cures_.begin(), cures_.end(), text) == cures_.end()) {
      cures_.push_back(text);
    }
  }

  void CurePorts() {
    Extra extra;
    std::string text;
    for (size_t i = 0; i < required_.needs.size(); ++i) {
      const uint16_t port = required_.needs[i].port;
      for (const Peer& peer : kPeers) {
        const bool connects = peer.connect == denied_.missing[i];
        if (!connects && peer.bind != denied_.missing[i]) continue;
        if (denied_.missing[i].empty()) continue;
        if (!text.empty()) text += "; ";
        text += std::string(connects ? "connect " : "bind ") + peer.name + ' ' +
                std::to_string(port);
        extra.ports.push_back({denied_.missing[i], port, port});
      }
    }
    Try(text, extra);
  }

  void CureScopes() { Try("unscope " + NamesOf(all_), {.lifted = all_}); }

  void CurePaths() {
    std::vector<Target> targets;
    for (size_t i = 0; i < required_.needs.size(); ++i) {
      // Both ends of a move matter, whichever lacks the right.
      if (denied_.missing[i].empty() && required_.moves.empty()) continue;
      const Target target = TargetOf(required_.needs[i]);
      if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
        targets.push_back(target);
      }
    }
    const AccessMasks wanted = all_ | denied_.gained;
    for (const Target& target : targets) TryAllow({target}, wanted);
    const bool both = cures_.empty();
    if (both) TryAllow(targets, wanted);
    for (const Target& target : targets) TryVerb({target}, wanted);
    if (both) TryVerb(targets, wanted);
  }

  static std::string WithPaths(std::string text,
                               const std::vector<Target>& targets) {
    for (const Target& target : targets) text += ' ' + Quote(target.path);
    return text;
  }

  static Extra Rules(const std::vector<Target>& targets, AccessMasks access) {
    Extra extra;
    for (const Target& target : targets) {
      const AccessMasks kinds = target.directory ? kFsClass : kFileRights;
      extra.paths.push_back({target.object, access & kinds});
    }
    return extra;
  }

  // A verb if it means exactly that here, else the rights by name.
  std::string AllowText(const std::vector<Target>& targets,
                        AccessMasks access) const {
    if (const Verb* verb = VerbFor(targets, access, /*exactly=*/true)) {
      return Written(*verb);
    }
    return "allow " + NamesOf(access);
  }

  bool NamesRefer(const std::vector<Target>& targets,
                  AccessMasks access) const {
    return access.Overlaps(right::refer) &&
           VerbFor(targets, access, /*exactly=*/true) == nullptr;
  }

  void TryAllow(const std::vector<Target>& targets, AccessMasks access) {
    Extra extra = Rules(targets, access);
    extra.names_refer = NamesRefer(targets, access);
    Try(WithPaths(AllowText(targets, access), targets), extra);
  }

  void TryVerb(const std::vector<Target>& targets, AccessMasks access) {
    const Verb* verb = VerbFor(targets, access, /*exactly=*/false);
    if (verb == nullptr) return;
    Try(WithPaths(Written(*verb), targets), Rules(targets, MeaningOf(*verb)));
  }

  static std::string Written(const Verb& verb) {
    return std::string(verb.Name()) +
           (verb.operands == Operands::kPeer ? " unix" : "");
  }

  static AccessMasks MeaningOf(const Verb& verb) {
    return verb.Name() == "connect" ? right::resolve_unix : verb.access;
  }

  // The least verb that grants it on all of them, if there is one.
  const Verb* VerbFor(const std::vector<Target>& targets, AccessMasks access,
                      bool exactly) const {
    AccessMasks kinds = kFileRights;
    for (const Target& target : targets) {
      if (target.directory) kinds = kFsClass;
    }
    const Verb* best = nullptr;
    AccessMasks least;
    for (const Verb& verb : kVerbs) {
      const AccessMasks meaning = MeaningOf(verb) & known_ & kinds;
      if (meaning.empty() || !(access & ~meaning).empty()) continue;
      if (exactly && meaning != access) continue;
      if (best == nullptr || Count(meaning) < Count(least)) {
        best = &verb;
        least = meaning;
      }
    }
    return best;
  }

  const Domain& domain_;
  const Requirement& required_;
  const Evaluation& denied_;
  // The rights that the layers know, whether they are handled or not: what a
  // verb means is no less for what is unrestricted now.
  AccessMasks known_;
  AccessMasks all_;  // that is missing anywhere
  std::vector<std::string> cures_;
};

}  // namespace

std::vector<std::string> Cures(const Domain& domain,
                               const Requirement& required,
                               const Evaluation& denied) {
  const bool more =
      std::any_of(required.needs.begin(), required.needs.end(),
                  [](const Need& need) { return !need.later.empty(); });
  if (!more) return Curer(domain, required, denied).Find();
  // As if what the call makes were there already, and what it then needs there
  // were asked for: else the cure would work once.
  Requirement next = required;
  for (Need& need : next.needs) need.access |= need.later;
  return Curer(domain, next, Evaluate(domain, next, {})).Find();
}

}  // namespace landshim
