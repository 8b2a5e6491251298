// Statement by statement as shim/enforce.cc does it, without the mirror: its
// answers are what is to be compared.
#include "tools/checker/restrict.h"

#include <linux/fcntl.h>
#include <linux/openat2.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "policy/abi.h"
#include "policy/ruleset.h"
#include "shim/landlock.h"
#include "tools/checker/replaceable_paths.h"
#include "tools/message.h"

namespace landshim {
namespace {

// The last ABI of which the kernel takes every right (shim/enforce.cc,
// ProbeAbi).
int ProbeAbi(int claimed) {
  int complete = claimed;
  for (const Right& r : kRights) {
    if (r.abi > complete) continue;
    const long fd = CreateRuleset(r.Masks(), {});
    if (fd >= 0) {
      close(static_cast<int>(fd));
    } else if (fd == -EINVAL) {
      complete = r.abi - 1;
    }
  }
  return complete;
}

// Bit N-1: erratum N is fixed (LANDLOCK_CREATE_RULESET_ERRATA). 0 where the
// kernel does not know the question.
long Errata() {
  constexpr long kErrata = 2;
  const long mask = sys::Call(sys::kLandlockCreateRuleset, 0, 0, kErrata);
  return std::max(mask, 0L);
}

// The object that a path was opened to; zero where that cannot be told.
ObjectId IdOf(int fd) {
  struct stat status = {};
  if (sys::Stat(fd, &status) < 0) return {};
  return {status.st_dev, status.st_ino};
}

long OpenStrictly(int directory, const char* path, uint64_t resolve) {
  const open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = resolve};
  return sys::Call(sys::kOpenat2, directory, sys::Address(path),
                   sys::Address(&how), sizeof(how));
}

// A descriptor, or -errno (shim/enforce.cc, OpenRulePath).
long OpenRulePath(const PolicyStatement& statement,
                  const ReplaceablePaths& replaceable) {
  const char* const path = statement.text.c_str();
  const ReplaceablePaths::Following following = replaceable.Of(statement.text);
  if (following.everywhere) {
    return sys::OpenAt(AT_FDCWD, path, O_PATH | O_CLOEXEC);
  }
  if (following.until.empty()) {
    return OpenStrictly(AT_FDCWD, path, RESOLVE_NO_SYMLINKS);
  }
  const long base =
      sys::OpenAt(AT_FDCWD, following.until.c_str(), O_PATH | O_CLOEXEC);
  if (base < 0) return base;
  const long fd =
      OpenStrictly(static_cast<int>(base),
                   following.plain.c_str() + following.until.size() + 1,
                   RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
  close(static_cast<int>(base));
  return fd;
}

}  // namespace

KernelTraits OwnKernel() {
  constexpr long kErratumWhiteout = 1 << 3;
  KernelTraits kernel = {.abi = 0};
  const long answer = LandlockAbi();
  if (answer < 0) return kernel;
  kernel.abi = static_cast<int>(std::min<long>(answer, kNewestAbi));
  kernel.abi = ProbeAbi(kernel.abi);
  kernel.whiteouts_are_files = (Errata() & kErratumWhiteout) != 0;
  return kernel;
}

Restriction::~Restriction() {
  if (ruleset_ >= 0) close(ruleset_);
}

bool Restriction::Prepare(const PolicyStatements& policy,
                          const std::vector<Double>& doubles,
                          std::string* error) {
  abi_ = OwnKernel().abi;
  const Ruleset ruleset = Lower(policy.summary, abi_);
  handled_ = ruleset.handled;
  if (handled_.empty()) return true;
  const long fd = CreateRuleset(ruleset.handled, ruleset.quiet);
  if (fd < 0) {
    *error = "the kernel refused the ruleset: " +
             DescribeError(static_cast<int>(-fd));
    return false;
  }
  ruleset_ = static_cast<int>(fd);
  flags_ = ruleset.restrict_flags;
  const ReplaceablePaths replaceable(policy);
  for (const PolicyStatement& statement : policy.list) {
    if (!statement.Grants()) continue;
    const bool added = statement.kind == StatementKind::kPath
                           ? AddPath(statement, replaceable, doubles, error)
                           : AddPorts(statement, error);
    if (!added) return false;
  }
  return true;
}

bool Restriction::AddPath(const PolicyStatement& statement,
                          const ReplaceablePaths& replaceable,
                          const std::vector<Double>& doubles,
                          std::string* error) {
  AccessMasks access = statement.access & handled_;
  if (access.empty()) return true;
  const long opened = OpenRulePath(statement, replaceable);
  if (opened < 0) {
    // The check has found what may not be missing. A fragment's path that a
    // link leads elsewhere is skipped.
    if (statement.optional) return true;
    *error = Escape(statement.text) + ": " +
             DescribeError(static_cast<int>(-opened));
    return false;
  }
  const int fd = static_cast<int>(opened);
  long result = AddPathRule(ruleset_, fd, access, false);
  // A right of directories is on something else: a verb keeps the rest.
  if (result == -EINVAL) {
    access = access & kFileRights;
    result = access.empty() ? 0 : AddPathRule(ruleset_, fd, access, false);
  }
  const ObjectId object = IdOf(fd);
  close(fd);
  for (const Double& stand_in : doubles) {
    if (stand_in.of != object || result != 0 || access.empty()) continue;
    result = AddPathRule(ruleset_, stand_in.fd, access, false);
  }
  // Pipes, sockets and the like: Landlock allows them always.
  if (result == 0 || result == -EBADFD) return true;
  *error =
      Escape(statement.text) + ": " + DescribeError(static_cast<int>(-result));
  return false;
}

bool Restriction::AddPorts(const PolicyStatement& statement,
                           std::string* error) const {
  const AccessMasks access = statement.access & handled_;
  if (access.empty()) return true;
  for (uint32_t port = statement.first_port; port <= statement.last_port;
       ++port) {
    const long result = AddPortRule(ruleset_, port, access, false);
    if (result == 0) continue;
    *error = "port " + std::to_string(port) + ": " +
             DescribeError(static_cast<int>(-result));
    return false;
  }
  return true;
}

int Restriction::Enforce() const {
  if (empty()) return 0;
  uint32_t flags = flags_;
  if (abi_ >= kNoNewPrivs.abi) {
    flags |= kNoNewPrivs.mask;
  } else if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return errno;
  }
  return static_cast<int>(-RestrictSelf(ruleset_, flags));
}

}  // namespace landshim
