// Files that somebody else believes in: whoever can write them does not stay
// in a sandbox.
#include <fnmatch.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/reader.h"
#include "tools/checker/interpreters.h"
#include "tools/checker/libraries.h"
#include "tools/checker/lints.h"
#include "tools/checker/lookups.h"
#include "tools/system/path_parts.h"

namespace landshim {
namespace {

constexpr AccessMasks kChanging = right::write_file | right::truncate;
constexpr AccessMasks kPlanting = right::make_reg | right::make_sym;

// How a danger is told; nothing for those that other lints tell.
std::optional<Lint> LintOf(DangerKind kind) {
  switch (kind) {
    case DangerKind::kStartUp:
      return Lint::kWritesStartUpFile;
    case DangerKind::kSchedule:
      return Lint::kWritesSchedule;
    case DangerKind::kKeys:
      return Lint::kWritesKeys;
    case DangerKind::kPathDirectory:
      return Lint::kWritesPathDirectory;
    case DangerKind::kSystem:
    case DangerKind::kKernel:
      return Lint::kWritesSystem;
    case DangerKind::kPolicy:
      return Lint::kWritesPolicy;
    case DangerKind::kLandshim:
      return Lint::kWritesShim;
    default:
      return {};
  }
}

// The names on this machine that a place with a '*' stands for.
std::vector<std::string> NamesOfPattern(const Subject& subject,
                                        const std::string& pattern) {
  constexpr size_t kMost = 1000;
  const size_t star = pattern.find('*');
  if (star == std::string::npos) return {pattern};
  const size_t begin = pattern.rfind('/', star) + 1;
  const size_t end = std::min(pattern.find('/', star), pattern.size());
  const std::string directory = pattern.substr(0, begin - 1);
  const std::string name = pattern.substr(begin, end - begin);
  std::vector<std::string> names;
  for (const std::string& entry :
       subject.content()->List(directory.empty() ? "/" : directory, kMost)) {
    if (fnmatch(name.c_str(), entry.c_str(), 0) != 0) continue;
    for (const std::string& more : NamesOfPattern(
             subject, directory + '/' + entry + pattern.substr(end))) {
      names.push_back(more);
    }
  }
  return names;
}

// A directory that is missing can be made where the nearest one above it lets
// the program make directories, and files in those.
const PathStatement* WhoMakes(const Subject& subject, std::string path) {
  bool deep = false;
  while (path.size() > 1) {
    const Found found = subject.Find(path);
    if (found.error == 0) return nullptr;
    if (found.parent.kind == FileKind::kDirectory) {
      const AccessMasks access = subject.GrantedAbove(found);
      const bool makes = access.Overlaps(kPlanting) &&
                         (!deep || access.Overlaps(right::make_dir));
      return makes ? subject.GrantorOf(found, kPlanting) : nullptr;
    }
    deep = true;
    path.resize(std::max<size_t>(path.rfind('/'), 1));
  }
  return nullptr;
}

// The statement by which the program can put something else in the place of a
// name on the way, or of the last one.
const PathStatement* WhoReplaces(const Subject& subject,
                                 const std::string& path) {
  for (const Lookup& lookup :
       LookupsOf(path, subject.filesystem(), subject.content())) {
    if (lookup.found.error != 0) return nullptr;
    const AccessMasks access = subject.GrantedAbove(lookup.found);
    const bool is_directory = lookup.found.object.kind == FileKind::kDirectory;
    const AccessMasks removing =
        is_directory ? right::remove_dir : right::remove_file;
    if (!access.Overlaps(removing) ||
        !access.Overlaps(kPlanting | right::make_dir)) {
      continue;
    }
    Found above = lookup.found;
    above.object = {};
    return subject.GrantorOf(above, removing);
  }
  return nullptr;
}

bool IsIn(const PathStatement& path, const Found& directory, PlaceReach reach) {
  const std::vector<ObjectId>& above = path.found.above;
  const auto at = std::find(above.begin(), above.end(), directory.object.id);
  if (reach == PlaceReach::kAllBeneath) return at != above.end();
  return at == above.begin() && at != above.end() && !path.IsDirectory();
}

// A statement about something in the directory.
const PathStatement* WhoChangesIn(const Subject& subject,
                                  const Found& directory, PlaceReach reach) {
  for (const PathStatement& path : subject.paths()) {
    if (path.access.Overlaps(kChanging | kPlanting) &&
        IsIn(path, directory, reach)) {
      return &path;
    }
  }
  return nullptr;
}

// The statement by which the program can change the file, or a file in the
// directory, or make it; nullptr where it can't.
const PathStatement* WhoChanges(const Subject& subject, const std::string& path,
                                PlaceReach reach) {
  const Found found = subject.Find(path);
  if (found.error != 0) return WhoMakes(subject, path);
  const bool is_directory = found.object.kind == FileKind::kDirectory;
  const AccessMasks changing = is_directory ? kChanging | kPlanting : kChanging;
  if (const PathStatement* grantor = subject.GrantorOf(found, changing)) {
    return grantor;
  }
  if (const PathStatement* grantor = WhoReplaces(subject, path)) {
    return grantor;
  }
  return is_directory ? WhoChangesIn(subject, found, reach) : nullptr;
}

std::string Absolute(const std::string& path, const Machine& machine) {
  if (path.empty() || path.front() == '/') return path;
  if (machine.working_directory.empty()) return {};
  return machine.working_directory + '/' + path;
}

// The files that a text includes, by their paths.
std::vector<std::string> IncludesOf(const Source& source,
                                    Environment environment) {
  std::vector<std::string> includes;
  const auto reader = std::make_unique<Reader>(environment);
  reader->Open(&source);
  Statement statement;
  while (reader->Next(&statement) == Reader::Result::kStatement) {
    if (statement.kind == StatementKind::kInclude && !statement.fragment) {
      includes.emplace_back(statement.text);
    }
  }
  return includes;
}

// One finding for a statement and a lint: the first target is named, all others
// are counted.
class Collector {
 public:
  explicit Collector(const Subject& subject) : subject_(subject) {}

  void Look(Lint lint, const std::string& path, std::string_view what,
            PlaceReach reach = PlaceReach::kAllBeneath) {
    // What a damaged program names need not be a path at all.
    if (!path.starts_with('/')) return;
    const PathStatement* grantor = WhoChanges(subject_, path, reach);
    if (grantor == nullptr) return;
    if (!seen_.insert({lint, path}).second) return;
    for (Change& known : changes_) {
      if (known.lint == lint && known.grantor == grantor) {
        ++known.more;
        return;
      }
    }
    changes_.push_back({lint, grantor, path, std::string(what)});
  }

  // What is granted by this statement is dangerous by another of its names.
  // That it has been told by inode is enough.
  void LookElsewhere(Lint lint, const PathStatement& path,
                     const Danger& danger) {
    const bool known = std::any_of(
        changes_.begin(), changes_.end(), [&](const Change& change) {
          return change.lint == lint && change.grantor == &path;
        });
    if (!known) Look(lint, path.found.path, danger.what);
  }

  void Report(Findings* findings) const {
    for (const Change& change : changes_) {
      const std::string more =
          change.more == 0
              ? ""
              : " (and so with " + std::to_string(change.more) + " more)";
      findings->push_back(MakeFinding(change.lint,
                                      change.grantor->statement->place,
                                      {change.path, change.what + more}));
    }
  }

 private:
  struct Change {
    Lint lint;
    const PathStatement* grantor;
    std::string path;
    std::string what;
    int more = 0;
  };

  const Subject& subject_;
  std::vector<Change> changes_;
  std::set<std::pair<Lint, std::string>> seen_;
};

void LookAtPlaces(const Subject& subject, Collector* collector) {
  for (const DangerousPlace& place : subject.dangerous().places()) {
    const std::optional<Lint> lint = LintOf(place.kind);
    // Homes have been named each.
    if (!lint.has_value() || !place.may_be_missing ||
        place.reach == PlaceReach::kUnasked ||
        place.path.starts_with("/home/*")) {
      continue;
    }
    for (const std::string& path : NamesOfPattern(subject, place.path)) {
      if (place.IsPattern() && subject.Find(path).error != 0) continue;
      collector->Look(*lint, path, place.what, place.reach);
    }
  }
}

// What is dangerous by its name, in whatever tree the program may change.
void LookAtTrees(const Subject& subject, Collector* collector) {
  for (const PathStatement& path : subject.paths()) {
    if (!IsWritten(*path.statement) ||
        !path.access.Overlaps(kChanging | kPlanting)) {
      continue;
    }
    for (const DangerousRow& row : dangerous::kRows) {
      if (row.base != PlaceBase::kAnywhere || !LintOf(row.kind).has_value()) {
        continue;
      }
      for (const std::string& found : subject.dangerous().setting().named(
               path.found.path, std::string(row.place))) {
        collector->Look(*LintOf(row.kind), found, row.what);
      }
    }
    const std::optional<Danger> danger = subject.dangerous().OfGrant(
        path.found.path, path.access, path.IsDirectory());
    if (!danger.has_value() || danger->above) continue;
    const std::optional<Lint> lint = LintOf(danger->kind);
    if (danger->kind == DangerKind::kStartUp) {
      collector->Look(*lint, danger->place, danger->what);
    } else if (lint.has_value() && !IsPrefix(danger->place, path.found.path)) {
      collector->LookElsewhere(*lint, path, *danger);
    }
  }
}

// The programs that the policy is about, as far as it says: those that it lets
// be executed by name, and the one it is called after.
std::set<std::string> ProgramsOf(const Subject& subject) {
  std::set<std::string> programs;
  for (const PathStatement& path : subject.paths()) {
    if (IsWritten(*path.statement) && path.access.Overlaps(right::execute) &&
        path.found.object.kind == FileKind::kRegular) {
      programs.insert(path.found.path);
    }
  }
  constexpr std::string_view kSuffix = ".policy";
  for (const auto& text : subject.policy().texts) {
    std::string name = text->name.substr(text->name.rfind('/') + 1);
    if (text->source.kind != SourceKind::kFile || !name.ends_with(kSuffix)) {
      continue;
    }
    name.resize(name.size() - kSuffix.size());
    for (const std::string& directory : subject.machine().path_directories) {
      const Found found = subject.Find(directory + '/' + name);
      if (found.error != 0) continue;
      programs.insert(found.path);
      break;
    }
  }
  return programs;
}

// Where the code of a program's next start comes from, beside the system's.
void LookAtLibraries(const Subject& subject, Collector* collector) {
  constexpr Lint kLint = Lint::kWritesLibraries;
  Libraries libraries(subject.content());
  for (const std::string& program : ProgramsOf(subject)) {
    const std::string loads = "which '" + program + "' loads";
    const std::string searches =
        "where '" + program + "' looks for libraries first";
    for (const Interpreter& next :
         InterpretersOf(program, subject.filesystem(), subject.content())) {
      collector->Look(kLint, next.path, "by which '" + program + "' starts");
    }
    for (const std::string& directory : libraries.SearchedBy(program)) {
      collector->Look(kLint, directory, searches, PlaceReach::kFilesIn);
    }
    for (const std::string& library : libraries.NeededBy(program)) {
      collector->Look(kLint, library, loads);
      for (const std::string& directory : libraries.SearchedBy(library)) {
        collector->Look(kLint, directory, searches, PlaceReach::kFilesIn);
      }
    }
  }
  for (const std::string& directory : subject.machine().library_path) {
    collector->Look(kLint, directory, "which is in LD_LIBRARY_PATH",
                    PlaceReach::kFilesIn);
  }
}

}  // namespace

void FindWrites(const Subject& subject, Findings* findings) {
  const Machine& machine = subject.machine();
  Collector collector(subject);
  for (const auto& text : subject.policy().texts) {
    if (text->source.kind == SourceKind::kFragment) continue;
    if (text->source.kind == SourceKind::kFile) {
      collector.Look(Lint::kWritesPolicy, Absolute(text->name, machine),
                     "which is this policy");
    }
    // Also those that are missing now, and could be made.
    for (const std::string& include :
         IncludesOf(text->source, subject.environment())) {
      collector.Look(Lint::kWritesPolicy, Absolute(include, machine),
                     "which this policy includes");
    }
  }
  for (const std::string& file : machine.shim_files) {
    collector.Look(Lint::kWritesShim, file, "which enforces policies");
  }
  LookAtPlaces(subject, &collector);
  LookAtTrees(subject, &collector);
  LookAtLibraries(subject, &collector);
  collector.Report(findings);
}

}  // namespace landshim
