// The order follows execve(2): the file, its interpreters, ld.so, libraries.
#include "shim/launch/start_needs.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/landlock.h"
#include "shim/launch/launch_problems.h"
#include "shim/launch/library_walk.h"
#include "shim/launch/pages.h"
#include "shim/launch/system_directories.h"
#include "shim/launch/text_pool.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constexpr AccessMasks kExecuteAndRead = right::execute | right::read_file;

// What a program whose own is not known may need (policy/fragments/libs).
constexpr char kLinkers[][28] = {
#if defined(__x86_64__)
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-linux.so.2",
    "/lib/ld-musl-i386.so.1",
#elif defined(__aarch64__)
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-aarch64.so.1",
#endif
};

LANDSHIM_PAGE(1, 0) constinit LibraryWalk walk;
char list_buffer[16384];

// The objects of a list such as LD_PRELOAD's.
void AddList(std::string_view list, LibraryWalk* libraries) {
  while (!list.empty()) {
    size_t end = 0;
    while (end < list.size() && !IsListSeparator(list[end])) ++end;
    if (end > 0) libraries->Add(list.substr(0, end));
    list.remove_prefix(end < list.size() ? end + 1 : end);
  }
}

// /etc/ld.so.preload, whose objects go into every program (glibc).
void AddSystemPreloads(StartRules* rules, LibraryWalk* libraries) {
  constexpr char kList[] = "/etc/ld.so.preload";
  const long fd = sys::OpenAt(AT_FDCWD, kList, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  rules->GrantOpen(static_cast<int>(fd), kList, right::read_file);
  // One of them may be a shim, with policies of its own.
  rules->Grant("/etc/landshim", right::read_file);
  const long size =
      sys::Read(static_cast<int>(fd), list_buffer, sizeof(list_buffer));
  sys::Close(static_cast<int>(fd));
  if (size > 0) AddList({list_buffer, static_cast<size_t>(size)}, libraries);
}

// musl's list of directories is named after its dynamic linker, and lies beside
// the directory of that. Null data: there is none.
std::string_view ReadMuslPath(const Program& program, StartRules* rules) {
  const std::string_view linker = program.linker;
  const std::string_view name = BaseName(linker);
  std::string_view prefix = linker.substr(0, linker.size() - name.size());
  if (prefix.size() > 1)
    prefix = prefix.substr(0, prefix.rfind('/', prefix.size() - 2));
  const char* file = KeepText(name.substr(0, name.find(".so"sv)), ".path"sv);
  if (file != nullptr) file = KeepText(prefix, "/etc/"sv, file);
  if (file == nullptr) return {};
  const long fd = sys::OpenAt(AT_FDCWD, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  rules->GrantOpen(static_cast<int>(fd), file, right::read_file);
  const long size =
      sys::Read(static_cast<int>(fd), list_buffer, sizeof(list_buffer));
  sys::Close(static_cast<int>(fd));
  return {list_buffer, size < 0 ? 0 : static_cast<size_t>(size)};
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

void GrantLinker(const Program& program, StartRules* rules) {
  if (program.linker != nullptr) {
    rules->Grant(program.linker, kExecuteAndRead);
  } else if (program.kind == ImageKind::kUnreadable) {
    for (const char* linker : kLinkers) rules->Grant(linker, kExecuteAndRead);
  }
}

}  // namespace

void StartRules::Grant(const char* path, AccessMasks access) {
  const long fd = sys::OpenAt(AT_FDCWD, path, O_PATH | O_CLOEXEC);
  if (fd == -EMFILE || fd == -ENFILE) {
    Refuse(path, LaunchProblem::kFailed, "no descriptor left (EMFILE)"sv);
  }
  if (fd < 0) return;
  GrantOpen(static_cast<int>(fd), path, access);
  sys::Close(static_cast<int>(fd));
}

void StartRules::GrantOpen(int fd, const char* path, AccessMasks access) {
  const AccessMasks granted = access & handled_;
  if (granted.empty()) return;
  if (AddPathRule(ruleset_fd_, fd, granted, /*quiet=*/false) < 0) return;
  ++count_;
  if (observer_ != nullptr) observer_(path, granted);
}

void GrantStart(const Program& program, Environment environment, bool exact,
                StartRules* rules) {
  for (int i = program.executed; i < program.chain_count; ++i) {
    rules->Grant(program.chain[i], kExecuteAndRead);
  }
  GrantLinker(program, rules);
  if (program.linker == nullptr && program.kind != ImageKind::kUnreadable) {
    return;
  }
  if (!exact || program.kind == ImageKind::kUnreadable) {
    for (const char* tree : kSystemTrees) rules->Grant(tree, right::read_file);
  }
  const bool musl = program.libc == Libc::kMusl;
  if (!musl) rules->Grant("/etc/ld.so.cache", right::read_file);
  walk.Start(program, Variable(program, environment, "LD_LIBRARY_PATH"sv),
             musl ? ReadMuslPath(program, rules) : std::string_view(), rules);
  AddList(Variable(program, environment, "LD_PRELOAD"sv), &walk);
  if (!musl) {
    AddSystemPreloads(rules, &walk);
    AddList(Variable(program, environment, "LD_AUDIT"sv), &walk);
  }
  walk.Finish();
}

}  // namespace landshim
