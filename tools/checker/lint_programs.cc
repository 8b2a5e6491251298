// Programs that may be executed and still cannot start.
#include <optional>
#include <string>
#include <vector>

#include "tools/checker/interpreters.h"
#include "tools/checker/libraries.h"
#include "tools/checker/lints.h"

namespace landshim {
namespace {

constexpr AccessMasks kStarting = right::execute | right::read_file;

// How many files of a directory are looked at, and how deep.
constexpr size_t kMostPrograms = 200;
constexpr int kDeepest = 2;

// What keeps a program from starting.
struct Obstacle {
  enum class Kind : uint8_t { kNone, kInterpreter, kLoader, kLibrary };
  Kind kind = Kind::kNone;
  std::string path;
};

class Programs {
 public:
  explicit Programs(const Subject& subject)
      : subject_(subject), libraries_(subject.content()) {}

  // Of one file, by its path without links. Nothing for what is no program, or
  // starts without further files.
  std::optional<Obstacle> ObstacleOf(const std::string& path) {
    const std::vector<Interpreter> chain =
        InterpretersOf(path, subject_.filesystem(), subject_.content());
    if (chain.empty()) return std::nullopt;
    for (const Interpreter& next : chain) {
      if (IsGranted(next.path, kStarting)) continue;
      const bool script = next.what == "interpreter";
      // What the interpreter's start takes is told where that is granted.
      if (!script && chain.size() > 1) break;
      return Obstacle{
          script ? Obstacle::Kind::kInterpreter : Obstacle::Kind::kLoader,
          next.path};
    }
    if (chain.front().what == "interpreter") return ObstacleOfEnv(path);
    for (const std::string& library : libraries_.NeededBy(path)) {
      if (!IsGranted(library, right::read_file)) {
        return Obstacle{Obstacle::Kind::kLibrary, library};
      }
    }
    return Obstacle{};
  }

  // Of a directory: what keeps all programs in it from starting, with the first
  // of them; nothing if one can start, or there is none.
  std::optional<Obstacle> ObstacleIn(const std::string& directory,
                                     std::string* program) {
    std::optional<Obstacle> first;
    size_t seen = 0;
    if (!LookIn(directory, 1, &seen, &first, program)) return std::nullopt;
    return first;
  }

 private:
  bool IsGranted(const std::string& path, AccessMasks needed) const {
    const Found found = subject_.Find(path);
    // What is missing is no matter of the policy.
    if (found.error != 0) return true;
    const AccessMasks restricted = needed & subject_.handled();
    return (restricted & ~subject_.GrantedAt(found)).empty();
  }

  // `#!/usr/bin/env PROGRAM` executes another one.
  Obstacle ObstacleOfEnv(const std::string& path) const {
    const std::string program = ProgramOfEnv(path, subject_.content());
    if (program.empty() || program.find('/') != std::string::npos) return {};
    for (const std::string& directory : subject_.machine().path_directories) {
      const std::string candidate = directory + '/' + program;
      if (subject_.Find(candidate).error != 0) continue;
      if (IsGranted(candidate, kStarting)) return {};
      return {Obstacle::Kind::kInterpreter, candidate};
    }
    return {};
  }

  // False as soon as one program can start.
  bool LookIn(const std::string& directory, int depth, size_t* seen,
              std::optional<Obstacle>* first, std::string* program) {
    for (const std::string& name :
         subject_.content()->List(directory, kMostPrograms)) {
      const std::string path = directory + '/' + name;
      const Found found = subject_.filesystem()->Find(path, LastName::kKeep);
      if (found.object.kind == FileKind::kDirectory && depth < kDeepest) {
        if (!LookIn(path, depth + 1, seen, first, program)) return false;
      }
      if (found.object.kind != FileKind::kRegular ||
          found.object.execute_error != 0) {
        continue;
      }
      if (++*seen > kMostPrograms) return true;
      const std::optional<Obstacle> obstacle = ObstacleOf(path);
      if (!obstacle.has_value()) continue;
      if (obstacle->kind == Obstacle::Kind::kNone) return false;
      if (!first->has_value()) {
        *first = obstacle;
        *program = path;
      }
    }
    return true;
  }

  const Subject& subject_;
  Libraries libraries_;
};

Finding FindingFor(const PathStatement& path, const std::string& program,
                   const Obstacle& obstacle) {
  const Place& place = path.statement->place;
  switch (obstacle.kind) {
    case Obstacle::Kind::kInterpreter:
      return MakeFinding(Lint::kNoInterpreter, place,
                         {program, obstacle.path, obstacle.path});
    case Obstacle::Kind::kLoader:
      return MakeFinding(Lint::kNoLibraries, place,
                         {program, "loader", obstacle.path, "executed", ""});
    default:
      return MakeFinding(Lint::kNoLibraries, place,
                         {program, "library", obstacle.path, "read",
                          ", or 'read' its directory"});
  }
}

}  // namespace

void FindUnstartablePrograms(const Subject& subject, Findings* findings) {
  Programs programs(subject);
  for (const PathStatement& path : subject.paths()) {
    if (!IsWritten(*path.statement) || !path.access.Overlaps(right::execute)) {
      continue;
    }
    std::string program = path.statement->text;
    const std::optional<Obstacle> obstacle =
        path.IsDirectory() ? programs.ObstacleIn(path.found.path, &program)
                           : programs.ObstacleOf(path.found.path);
    if (!obstacle.has_value() || obstacle->kind == Obstacle::Kind::kNone) {
      continue;
    }
    findings->push_back(FindingFor(path, program, *obstacle));
  }
}

}  // namespace landshim
