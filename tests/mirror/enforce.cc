// Paths are found by the kernel itself, not by the mirror's walk.
#include "tests/mirror/enforce.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;

struct RulesetAttr {
  uint64_t handled_fs, handled_net, scoped;
};

struct __attribute__((packed)) PathAttr {
  uint64_t allowed;
  int32_t fd;
};

struct PortAttr {
  uint64_t allowed, port;
};

void Must(long result, const char* what) {
  if (result >= 0) return;
  dprintf(2, "mirror: %s: %s\n", what, strerror(errno));
  _exit(4);
}

void AddPath(long ruleset, const PolicyStatement& statement, uint64_t handled) {
  const int fd = open(statement.text.c_str(), O_PATH | O_CLOEXEC);
  if (fd < 0) return;  // optional
  struct stat status = {};
  fstat(fd, &status);
  constexpr uint64_t kOnFiles = 0x1 | 0x2 | 0x4 | 0x4000 | 0x8000 | 0x10000;
  PathAttr attr = {statement.access.fs() & handled, fd};
  if (!S_ISDIR(status.st_mode)) attr.allowed &= kOnFiles;
  if (attr.allowed != 0) {
    const long added = syscall(kAddRule, ruleset, 1, &attr, 0);
    if (added != 0 && errno != EBADFD) Must(added, "landlock_add_rule");
  }
  close(fd);
}

void AddPorts(long ruleset, const PolicyStatement& statement,
              uint64_t handled) {
  for (uint32_t port = statement.first_port; port <= statement.last_port;
       ++port) {
    const PortAttr attr = {statement.access.net() & handled, port};
    if (attr.allowed == 0) continue;
    Must(syscall(kAddRule, ruleset, 2, &attr, 0), "landlock_add_rule");
  }
}

}  // namespace

KernelTraits RunningKernel() {
  const long errata = syscall(kCreateRuleset, nullptr, 0, 2);
  return {.abi = std::min(KernelAbi(), kNewestAbi),
          .whiteouts_are_files = errata >= 0 && (errata & 8) != 0};
}

void Enforce(const PolicyStatements& policy, AccessMasks handled) {
  if (handled.empty()) return;
  const RulesetAttr attr = {handled.fs(), handled.net(), handled.scope()};
  const long ruleset = syscall(kCreateRuleset, &attr, sizeof(attr), 0);
  Must(ruleset, "landlock_create_ruleset");
  for (const PolicyStatement& statement : policy.list) {
    if (!statement.Grants()) continue;
    if (statement.kind == StatementKind::kPath) {
      AddPath(ruleset, statement, handled.fs());
    } else {
      AddPorts(ruleset, statement, handled.net());
    }
  }
  Must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  Must(syscall(kRestrictSelf, ruleset, 0), "landlock_restrict_self");
  close(static_cast<int>(ruleset));
}

}  // namespace landshim::testing
