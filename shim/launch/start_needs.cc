// The order follows execve(2): the file, its interpreters, ld.so, libraries.
#include "shim/launch/start_needs.h"

#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/landlock.h"
#include "shim/launch/linker.h"
#include "shim/launch/system_directories.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr AccessMasks kExecuteAndRead = right::execute | right::read_file;

// The objects of a list such as LD_PRELOAD's.
void AddList(std::string_view list, LibraryWalk* libraries) {
  while (!list.empty()) {
    size_t end = 0;
    while (end < list.size() && !IsListSeparator(list[end])) ++end;
    if (end > 0) libraries->Add(list.substr(0, end));
    list.remove_prefix(end < list.size() ? end + 1 : end);
  }
}

// Grants a directory for reading the files beneath, if it is the system's.
void GrantTree(const char* path, int more_flags, Launch* launch,
               StartSink* sink) {
  const long fd = launch->OpenTree(path, more_flags);
  if (fd < 0) return;
  sink->Grant(static_cast<int>(fd), path, right::read_file);
  launch->machine->Close(static_cast<int>(fd));
}

// /etc/ld.so.preload, whose objects go into every program (glibc).
void AddSystemPreloads(Launch* launch, StartSink* sink,
                       LibraryWalk* libraries) {
  constexpr char kList[] = "/etc/ld.so.preload";
  FileStatus status;
  const long fd = launch->OpenFile(kList, O_RDONLY, &status);
  if (fd < 0) return;
  const int file = static_cast<int>(fd);
  sink->Grant(file, kList, right::read_file);
  const std::string_view list = launch->ReadList(file);
  const char* kept = launch->Keep(list);
  launch->machine->Close(file);
  // One of them may be a shim, with policies of its own.
  GrantTree("/etc/landshim", O_NOFOLLOW, launch, sink);
  if (kept != nullptr) AddList({kept, list.size()}, libraries);
}

// Of variables with the same name, glibc's linker takes the last, musl's the
// first.
std::string_view Variable(const Program& program, Environment environment,
                          std::string_view name) {
  std::string_view found = environment.Find(name);
  if (program.libc == Libc::kMusl || found.data() == nullptr) return found;
  for (const char* const* e = environment.entries; *e != nullptr; ++e) {
    const std::string_view value = ValueIfNamed(*e, name);
    if (value.data() != nullptr) found = value;
  }
  return found;
}

void GrantExecuted(Launch* launch, StartSink* sink) {
  const Program& program = launch->program;
  for (int i = program.executed; i < program.chain_count; ++i) {
    sink->Grant(launch->files.chain[i], program.chain[i], kExecuteAndRead);
  }
  if (program.linker != nullptr) {
    sink->Grant(launch->files.linker, program.linker, kExecuteAndRead);
  }
}

// What a program may need that cannot be asked.
void GrantGuess(Launch* launch, StartSink* sink) {
  for (const char* linker : kLinkers) {
    FileStatus status;
    const long fd = launch->OpenFile(linker, O_PATH, &status);
    if (fd < 0) continue;
    const int file = static_cast<int>(fd);
    if (launch->IsSystemFile(status)) {
      sink->Grant(file, linker, kExecuteAndRead);
    }
    launch->machine->Close(file);
  }
  for (const char* tree : kSystemTrees) GrantTree(tree, 0, launch, sink);
}

void GrantLibraries(Environment environment, Launch* launch, StartSink* sink) {
  const Program& program = launch->program;
  LibraryWalk* const walk = &launch->walk;
  const bool musl = program.libc == Libc::kMusl;
  std::string_view musl_path;
  if (musl) {
    int fd = -1;
    const char* path = nullptr;
    musl_path = ReadMuslPath(launch, &fd, &path);
    if (fd >= 0) {
      sink->Grant(fd, path, right::read_file);
      launch->machine->Close(fd);
    }
  }
  walk->Start(launch, Variable(program, environment, "LD_LIBRARY_PATH"sv),
              musl_path, sink);
  AddList(Variable(program, environment, "LD_PRELOAD"sv), walk);
  if (!musl) {
    AddSystemPreloads(launch, sink, walk);
    AddList(Variable(program, environment, "LD_AUDIT"sv), walk);
  }
  walk->Finish();
}

}  // namespace

void StartRules::Grant(int fd, const char* path, AccessMasks access) {
  const AccessMasks granted = access & handled_;
  if (granted.empty()) return;
  if (AddPathRule(ruleset_fd_, fd, granted, /*quiet=*/false) < 0) return;
  ++count_;
  if (observer_ != nullptr) observer_(path, granted);
}

bool GrantStart(Environment environment, Launch* launch, StartSink* sink) {
  const Program& program = launch->program;
  GrantExecuted(launch, sink);
  const bool unreadable = program.kind == ImageKind::kUnreadable;
  if (unreadable) GrantGuess(launch, sink);
  if (unreadable || program.linker != nullptr) {
    GrantLibraries(environment, launch, sink);
  }
  launch->CloseFiles();
  return !launch->refused;
}

}  // namespace landshim
