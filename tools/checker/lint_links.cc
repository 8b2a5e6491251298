// Symbolic links: on the way to what a statement names, and beneath it.
#include <string>
#include <string_view>
#include <vector>

#include "tools/checker/lints.h"
#include "tools/checker/lookups.h"
#include "tools/checker/replaceable_paths.h"

namespace landshim {
namespace {

// How far links beneath a directory are looked for.
constexpr int kDeepest = 3;
constexpr size_t kMostEntries = 2000;

// Where a distribution's own links lead everywhere, and the kernel's.
constexpr std::string_view kNotLookedAt[] = {
    "/usr",  "/lib",  "/lib32", "/lib64", "/libx32", "/bin",
    "/sbin", "/proc", "/sys",   "/dev",   "/run",    "/etc/alternatives",
};

bool IsNotLookedAt(const std::string& path) {
  for (const std::string_view directory : kNotLookedAt) {
    if (IsAtOrBeneath(path, std::string(directory))) return true;
  }
  return path == "/";
}

// The name of what was found that the shim opens without following links: from
// a statement that lets names be replaced above it, if there is one.
std::string SafeName(const Found& found, const Subject& subject) {
  for (const PathStatement& path : subject.paths()) {
    if (!path.access.Overlaps(kNameChangingRights)) continue;
    if (found.path != path.found.path &&
        IsAtOrBeneath(found.path, path.found.path)) {
      const std::string& base = path.statement->text;
      const size_t above = path.found.path == "/" ? 0 : path.found.path.size();
      return (base == "/" ? "" : base) + found.path.substr(above);
    }
  }
  return found.path;
}

void FindUnsafeLink(const PathStatement& path, const Subject& subject,
                    Findings* findings) {
  const Lookup* through = nullptr;
  const std::vector<Lookup> lookups =
      LookupsOf(path.statement->text, subject.filesystem(), subject.content());
  for (const Lookup& lookup : lookups) {
    if (!subject.GrantedAbove(lookup.found).Overlaps(kNameChangingRights)) {
      continue;
    }
    if (lookup.found.object.kind != FileKind::kSymlink) {
      if (through == nullptr) through = &lookup;
      continue;
    }
    const std::string directory = lookup.path.substr(0, lookup.path.rfind('/'));
    findings->push_back(MakeFinding(
        Lint::kLinkInWritable, path.statement->place,
        {path.statement->text, lookup.path, directory.empty() ? "/" : directory,
         SafeName(path.found, subject)}));
    return;
  }
  if (through == nullptr) return;
  findings->push_back(MakeFinding(
      Lint::kPathIntoWritable, path.statement->place,
      {path.statement->text, through->path, SafeName(path.found, subject)}));
}

// The links beneath a directory that lead to what nothing is granted on.
class LinksOut {
 public:
  explicit LinksOut(const Subject& subject) : subject_(subject) {}

  void LookIn(const std::string& directory, int depth) {
    for (const std::string& name :
         subject_.content()->List(directory, kMostEntries)) {
      if (++entries_ > kMostEntries) return;
      const std::string path = directory + '/' + name;
      const Found entry = subject_.filesystem()->Find(path, LastName::kKeep);
      if (entry.error != 0) continue;
      if (entry.object.kind == FileKind::kSymlink) {
        Look(path);
      } else if (entry.object.kind == FileKind::kDirectory &&
                 depth < kDeepest && !IsNotLookedAt(path)) {
        LookIn(path, depth + 1);
      }
    }
  }

  int count() const { return count_; }
  const std::string& first() const { return first_; }
  const std::string& target() const { return target_; }

 private:
  void Look(const std::string& link) {
    const Found found = subject_.Find(link);
    if (found.error != 0 || found.object.unrestricted ||
        !subject_.GrantedAt(found).empty()) {
      return;
    }
    // How a service is switched off.
    if (found.path == "/dev/null") return;
    if (count_++ > 0) return;
    first_ = link;
    target_ = found.path;
  }

  const Subject& subject_;
  size_t entries_ = 0;
  int count_ = 0;
  std::string first_;
  std::string target_;
};

}  // namespace

void FindUnsafeLinks(const Subject& subject, Findings* findings) {
  const ReplaceablePaths replaceable(subject.policy());
  if (replaceable.empty()) return;
  for (const PathStatement& path : subject.paths()) {
    // What the shim opens without following links is safe.
    if (path.access.empty() ||
        !replaceable.Of(path.statement->text).everywhere) {
      continue;
    }
    FindUnsafeLink(path, subject, findings);
  }
}

void FindLinksOut(const Subject& subject, Findings* findings) {
  for (const PathStatement& path : subject.paths()) {
    // Where the program makes links itself, it knows where they lead.
    if (!IsWritten(*path.statement) || !path.IsDirectory() ||
        !path.access.Overlaps(right::read_file) ||
        path.access.Overlaps(kNameChangingRights) ||
        IsNotLookedAt(path.found.path)) {
      continue;
    }
    LinksOut links(subject);
    links.LookIn(path.found.path, 1);
    if (links.count() == 0) continue;
    const int more = links.count() - 1;
    findings->push_back(MakeFinding(
        Lint::kLinkOut, path.statement->place,
        {links.first(), links.target(),
         more == 0 ? "" : " (and so with " + std::to_string(more) + " more)"}));
  }
}

}  // namespace landshim
