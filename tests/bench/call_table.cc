// Sources: the manual's section 2, and include/linux/syscalls.h of Linux.
#include "tests/bench/call_table.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "tests/bench/landlock_constants.h"

namespace landshim::bench {
namespace {

constexpr ArgumentType kNumber = {};
constexpr ArgumentType kText = {ArgumentKind::kText};
constexpr ArgumentType kTexts = {ArgumentKind::kTexts};
constexpr ArgumentType kMapping = {ArgumentKind::kMapping};

constexpr ArgumentType Bytes(size_t size) {
  return {ArgumentKind::kBytes, size};
}
constexpr ArgumentType BytesOf(int size_at) {
  return {ArgumentKind::kBytes, 0, size_at};
}
constexpr ArgumentType Written(size_t size) {
  return {ArgumentKind::kWritten, size};
}
constexpr ArgumentType WrittenOf(int size_at) {
  return {ArgumentKind::kWritten, 0, size_at};
}

constexpr long kOpenat2 = 437;
constexpr long kFaccessat2 = 439;
constexpr ArgumentType kStat = Written(sizeof(struct stat));
constexpr ArgumentType kLimits = Written(sizeof(rlimit));

constexpr CallType kCalls[] = {
    {SYS_brk, "brk", false, {}},
    {SYS_close, "close", true, {}},
    {SYS_dup3, "dup3", true, {}},
    {SYS_execve, "execve", true, {kText, kTexts, kTexts}},
    {SYS_exit_group, "exit_group", true, {}},
    {SYS_faccessat, "faccessat", true, {kNumber, kText}},
    {kFaccessat2, "faccessat2", true, {kNumber, kText}},
    {SYS_fcntl, "fcntl", true, {}},
    {SYS_fstat, "fstat", true, {kNumber, kStat}},
    {SYS_getcwd, "getcwd", true, {WrittenOf(1)}},
    {SYS_getegid, "getegid", true, {}},
    {SYS_geteuid, "geteuid", true, {}},
    {SYS_getrandom, "getrandom", true, {WrittenOf(1)}},
    {SYS_getxattr, "getxattr", true, {kText, kText, WrittenOf(3)}},
    {kCreateRuleset, "landlock_create_ruleset", true, {BytesOf(1)}},
    {kAddRule,
     "landlock_add_rule",
     true,
     {kNumber, kNumber, Bytes(sizeof(PathBeneathAttr))}},
    {kRestrictSelf, "landlock_restrict_self", true, {}},
    {SYS_memfd_create, "memfd_create", true, {kText}},
    {SYS_mmap, "mmap", true, {}},
    {SYS_mprotect, "mprotect", false, {}},
    {SYS_munmap, "munmap", true, {kMapping}},
    {SYS_newfstatat, "newfstatat", true, {kNumber, kText, kStat}},
    {SYS_openat, "openat", true, {kNumber, kText}},
    {kOpenat2, "openat2", true, {kNumber, kText, BytesOf(3)}},
    {SYS_prctl, "prctl", true, {}},
    {SYS_pread64, "pread64", true, {kNumber, WrittenOf(2)}},
    {SYS_prlimit64,
     "prlimit64",
     true,
     {kNumber, kNumber, Bytes(sizeof(rlimit)), kLimits}},
    {SYS_read, "read", true, {kNumber, WrittenOf(2)}},
    {SYS_readlinkat, "readlinkat", true, {kNumber, kText, WrittenOf(3)}},
    {SYS_rt_sigprocmask, "rt_sigprocmask", false, {}},
    {SYS_unshare, "unshare", true, {}},
    {SYS_write, "write", true, {kNumber, BytesOf(2)}},
};

}  // namespace

const CallType* FindCall(long number) {
  for (const CallType& row : kCalls) {
    if (row.number == number) return &row;
  }
  return nullptr;
}

std::string NameOfCall(long number) {
  const CallType* row = FindCall(number);
  return row == nullptr ? "call " + std::to_string(number) : row->name;
}

}  // namespace landshim::bench
