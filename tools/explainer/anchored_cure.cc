#include "tools/explainer/anchored_cure.h"

#include <algorithm>
#include <vector>

#include "policy/access.h"
#include "policy/statement.h"
#include "tools/explainer/cure_parts.h"

namespace landshim {
namespace {

const Verb& AllowVerb() {
  return *std::find_if(
      std::begin(kVerbs), std::end(kVerbs),
      [](const Verb& verb) { return verb.operands == Operands::kAllowed; });
}

// What `part` granted on a file or directory, on a directory above it.
std::string MovedTo(const std::string& directory, const CurePart& part,
                    bool was_file) {
  if (!was_file || part.verb->operands == Operands::kPeer) {
    return StatementOn(*part.verb, part.access, directory);
  }
  return StatementOn(AllowVerb(), part.access & kFileRights, directory);
}

}  // namespace

std::string DirectoryAbove(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

std::string LastingPart(
    const std::string& path,
    const std::function<bool(const std::string& part)>& lasts) {
  if (path == "/") return path;
  for (size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
    const std::string part = path.substr(0, at);
    if (!lasts(part)) return DirectoryAbove(part);
    if (at == std::string::npos) return path;
  }
}

std::string AnchoredCure(
    const std::string& cure, const std::set<std::string>& files,
    const std::function<std::string(const std::string& path)>& anchor) {
  std::vector<std::string> statements;
  bool moved = false;
  for (const CurePart& part : PartsOf(cure)) {
    std::string text = part.text;
    if (!part.path.empty()) {
      const std::string place = anchor(part.path);
      if (place.empty()) return {};
      if (place != part.path) {
        text = MovedTo(place, part, files.contains(part.path));
        moved = true;
      }
    }
    if (std::find(statements.begin(), statements.end(), text) ==
        statements.end()) {
      statements.push_back(text);
    }
  }
  if (!moved) return cure;
  std::string joined;
  for (const std::string& statement : statements) {
    joined += (joined.empty() ? "" : "; ") + statement;
  }
  return joined;
}

}  // namespace landshim
