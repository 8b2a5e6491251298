#include "tools/drafter/code.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "policy/access.h"
#include "policy/text.h"
#include "tools/drafter/draft_texts.h"
#include "tools/drafter/path_text.h"
#include "tools/drafter/resolve.h"

namespace landshim {
namespace {

// To put something else into a file, or in its place.
constexpr AccessMasks kReplacing = right::write_file | right::truncate |
                                   right::remove_file | right::remove_dir;

constexpr std::string_view kUses[] = {
    "the program itself", "what the program starts", "what the program loads"};

// Programs whose first operand is a program. Behind the name may be a version.
constexpr std::string_view kInterpreters[] = {
    "ash",    "bash", "dash",    "fish", "guile", "ksh",
    "lua",    "mksh", "node",    "perl", "php",   "pypy",
    "python", "ruby", "rscript", "sh",   "tclsh", "zsh"};

bool IsInterpreter(std::string_view program) {
  std::string_view name = BaseName(program);
  const size_t end = name.find_last_not_of("0123456789.-");
  name = name.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return std::find(std::begin(kInterpreters), std::end(kInterpreters), name) !=
         std::end(kInterpreters);
}

// "libz.so", "libz.so.1.2".
bool IsLibrary(std::string_view path) {
  const std::string_view name = BaseName(path);
  return name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
}

bool IsRead(const Fact& fact) {
  Operation operation;
  return OperationOf(fact, &operation) && operation.kind->deed == Deed::kOpen &&
         operation.open.read && fact.kind == FileKind::kRegular;
}

class Finder {
 public:
  Finder(const Recorded& recorded, Filesystem* filesystem)
      : recorded_(recorded), filesystem_(filesystem) {}

  void Add(const RecordedRun& run) {
    const std::set<std::string> operands = OperandsOf(run.start);
    if (IsPlainPath(run.start.program))
      Note(run.start.program, CodeUse::kStarted);
    std::string launcher;
    for (const Fact& fact : run.facts) {
      if (fact.error != 0) continue;
      if (fact.operation == "exec") {
        const bool starts = fact.actor.phase == Phase::kStart;
        if (starts && launcher.empty()) launcher = fact.actor.program;
        const bool started = starts && fact.actor.program == launcher;
        Note(fact.path, started ? CodeUse::kStarted : CodeUse::kExecuted);
      } else if (IsRead(fact) && operands.contains(fact.path)) {
        Note(fact.path, CodeUse::kStarted);
      } else if (IsRead(fact) && IsLibrary(fact.path)) {
        Note(fact.path, CodeUse::kLoaded);
      }
    }
  }

  CodeFiles Finish() { return std::move(code_); }

 private:
  // By which names a script may have been read that an interpreter was given.
  std::set<std::string> OperandsOf(const RunStart& start) const {
    std::set<std::string> names;
    if (start.command.empty()) return names;
    if (!IsInterpreter(start.program) && !IsInterpreter(start.command[0])) {
      return names;
    }
    for (size_t i = 1; i < start.command.size(); ++i) {
      const std::string& word = start.command[i];
      if (word.starts_with('-')) continue;
      names = NamesOfPlace(word, start.directory, filesystem_);
      return names;
    }
    return names;
  }

  void Note(const std::string& path, CodeUse use) {
    if (use != CodeUse::kStarted && recorded_.IsMade(path)) return;
    const auto [known, added] = code_.emplace(path, use);
    if (!added) known->second = std::min(known->second, use);
  }

  const Recorded& recorded_;
  Filesystem* filesystem_;
  CodeFiles code_;
};

// Of one use, by a rule.
std::string LineFor(const std::string& path, CodeUse use,
                    const std::vector<std::string>& files) {
  const std::string_view what = kUses[static_cast<size_t>(use)];
  if (files[0] == path) {
    return Tell(DraftText::kChangesCode, {path, std::string(what)});
  }
  std::string which = "'" + files[0] + "'";
  if (files.size() > 1) {
    which += " and " + std::to_string(files.size() - 1) + " more";
  }
  return Tell(DraftText::kHoldsCode, {path, std::string(what), which});
}

}  // namespace

CodeFiles CodeOf(const std::vector<RecordedRun>& runs, const Recorded& recorded,
                 Filesystem* filesystem) {
  Finder finder(recorded, filesystem);
  for (const RecordedRun& run : runs) finder.Add(run);
  return finder.Finish();
}

std::vector<std::string> CodeInReach(const DraftPlan& plan,
                                     const CodeFiles& code) {
  std::vector<std::string> lines;
  std::set<std::string> said;
  // Directories come before what is in them.
  for (const auto& [path, rule] : plan.rules) {
    if (!rule.access.Overlaps(kReplacing)) continue;
    std::map<CodeUse, std::vector<std::string>> files;
    // All that is in a directory stands together, behind it.
    const std::string inside = path == "/" ? path : path + '/';
    if (const auto own = code.find(path);
        own != code.end() && said.insert(path).second) {
      files[own->second].push_back(path);
    }
    for (auto file = code.lower_bound(inside);
         file != code.end() && file->first.starts_with(inside); ++file) {
      if (said.insert(file->first).second) {
        files[file->second].push_back(file->first);
      }
    }
    for (const auto& [use, list] : files) {
      lines.push_back(LineFor(path, use, list));
    }
  }
  return lines;
}

}  // namespace landshim
