// Check, create, add, restrict: no side effect before all of it was checked.
#include "shim/enforce.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>

#include <cstring>

#include "shim/given_place.h"
#include "shim/landlock.h"
#include "shim/report.h"
#include "shim/threads.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// Paths of the second walk are looked at here; static, to spare the stack.
WordBuffer plain_buffer;

ProblemKind WhyNoLandlock(long answer) {
  switch (-answer) {
    case ENOSYS:
      return ProblemKind::kNoLandlock;
    case EOPNOTSUPP:
      return ProblemKind::kLandlockOff;
    case EPERM:
      return ProblemKind::kLandlockBlocked;
    default:
      return ProblemKind::kLandlockFailed;
  }
}

void RequireAbi(const Summary& summary, const PolicyOrigin& origin,
                const Kernel& kernel) {
  if (kernel.abi >= summary.abi.least) return;
  if (kernel.answer < 0) {
    Fail(origin.place, WhyNoLandlock(kernel.answer), ErrorText(kernel.answer));
  }
  Problem problem;
  problem.Set(summary.abi_place, origin.sample ? ProblemKind::kSampleAbi
                                               : ProblemKind::kAbiTooLow);
  Fail(problem.With(summary.abi.least)
           .With(LinuxOfAbi(summary.abi.least))
           .With(kernel.abi));
}

// The last ABI of which the kernel takes every right. Some vendor kernels
// claim an ABI and lack a right of it.
int ProbeAbi(int claimed) {
  int complete = claimed;
  for (const Right& r : kRights) {
    if (r.abi > complete) continue;
    const long fd = CreateRuleset(r.Masks(), {});
    if (fd >= 0) {
      sys::Close(static_cast<int>(fd));
    } else if (fd == -EINVAL) {
      complete = r.abi - 1;
    }
  }
  return complete;
}

struct RuleContext {
  int ruleset_fd;
  const PolicyOrigin& origin;
  const Ruleset& ruleset;
  const ReplaceableNames& replaceable;
  const PolicyWalk& walk;
  Environment environment;
  uint32_t rules = 0;
};

struct Opened {
  long fd;
  bool strict;             // no symbolic link was followed
  std::string_view above;  // what it lies beneath, if that is why
};

struct KernelOpener {
  static long Open(int directory, const char* path, int flags,
                   uint64_t resolve) {
    // Without openat2(2) (Linux 5.6), what needs it is not opened.
    if (resolve == 0) return sys::OpenAt(directory, path, flags);
    return sys::OpenAt2(directory, path, flags, resolve);
  }
  static void Close(int fd) { sys::Close(fd); }
};

// A program must not steer its next start: beneath a directory in which it may
// replace names, no symbolic link is followed.
Opened OpenRulePath(const Statement& statement, bool wanted,
                    const RuleContext& context) {
  const char* path = statement.text.data();
  std::string_view plain;
  std::string_view above;
  bool had_dots = false;
  if (wanted && !context.replaceable.empty()) {
    plain = PlainPath(statement.text, &plain_buffer, &had_dots);
    above = context.replaceable.Above(plain);
  }
  constexpr int kFlags = O_PATH | O_CLOEXEC;
  // Where a '..' leads is not known from the text, once links are followed.
  if (had_dots) {
    return {KernelOpener::Open(AT_FDCWD, path, kFlags, RESOLVE_NO_SYMLINKS),
            true, above};
  }
  if (above.empty()) {
    return {KernelOpener::Open(AT_FDCWD, path, kFlags, 0), false, {}};
  }
  KernelOpener opener;
  return {OpenBeneath(plain, above.size(), kFlags, &plain_buffer, &opener),
          true, above};
}

// Ends the process, or returns where the rule is to be skipped.
void RefusePath(const Statement& statement, const RuleContext& context,
                const Opened& opened) {
  const long error = opened.fd;
  if (error == -EMFILE || error == -ENFILE) {
    Fail(statement.place, ProblemKind::kNoDescriptors);
  }
  if (context.origin.sample) {
    if (context.origin.rules_reported) return;
    Problem skipped;
    skipped.Set(statement.place, ProblemKind::kSamplePathSkipped);
    skipped.With(statement.text).With(ErrorText(error));
    Report(skipped);
    return;
  }
  switch (-error) {
    case ENOENT:
    case ENOTDIR:
      if (statement.optional) return;
      Fail(statement.place, ProblemKind::kPathMissing, statement.text,
           statement.verb->Name());
    case EACCES:
      Fail(statement.place, ProblemKind::kPathDenied, statement.text);
    case ELOOP:
      if (!opened.strict) break;
      // A fragment's user can't change its paths; without the rule less is
      // granted.
      if (statement.place.source->kind == SourceKind::kFragment) return;
      if (opened.above.empty()) {
        Fail(statement.place, ProblemKind::kSymlinkBeforeDots, statement.text);
      }
      Fail(statement.place, ProblemKind::kSymlinkBeneath, statement.text,
           opened.above);
    default:
      break;
  }
  Fail(statement.place, ProblemKind::kPathFailed, statement.text,
       ErrorText(error));
}

// False for a rule that would say nothing on this kernel.
bool IsWanted(const Statement& statement, AccessMasks access,
              const RuleContext& context) {
  return statement.quiet ? context.ruleset.quiet_rules : !access.empty();
}

// Rights that were named must fit, whether this kernel handles them or not.
void RequireDirectory(const Statement& statement, int fd) {
  const AccessMasks misfit = statement.access & ~kFileRights;
  struct stat status;
  if (misfit.empty() || sys::Stat(fd, &status) < 0 ||
      sys::IsDirectory(status.st_mode)) {
    return;
  }
  for (const Right& r : kRights) {
    if (!misfit.Overlaps(r.Masks())) continue;
    Fail(statement.place, ProblemKind::kRightNotOnFile, r.Name(),
         statement.text);
  }
}

// What a variable or the working directory gave is known by where it leads: the
// reader has seen its name only.
void RequireNarrow(const Statement& statement, int fd,
                   const RuleContext& context) {
  const Giver& giver = context.walk.giver();
  if (giver.name.data() == nullptr || context.origin.broad.all) return;
  const std::string_view place =
      BroadPlaceOf(fd, giver.is_home, context.environment.Find("HOME"sv));
  if (place.data() == nullptr || context.origin.broad.Allows(place)) return;
  Problem problem;
  problem.Set(statement.place, ProblemKind::kTooBroad);
  Fail(problem.With(place).With(giver.name).With(giver.value));
}

void AddPath(const Statement& statement, RuleContext* context) {
  AccessMasks access = statement.access & context->ruleset.handled;
  const bool wanted = IsWanted(statement, access, *context);
  const Opened opened = OpenRulePath(statement, wanted, *context);
  if (opened.fd < 0) {
    RefusePath(statement, *context, opened);
    return;
  }
  const int fd = static_cast<int>(opened.fd);
  if (statement.exact) RequireDirectory(statement, fd);
  if (wanted) RequireNarrow(statement, fd, *context);
  // A rule that would say nothing on this kernel is none.
  long error = -ENOMSG;
  if (wanted) {
    error = AddPathRule(context->ruleset_fd, fd, access, statement.quiet);
  }
  // All of it is handled, so a right of directories is on something else: a
  // verb keeps the rest. Most paths are directories; asking first costs more.
  if (error == -EINVAL) {
    access = access & kFileRights;
    error = access.empty()
                ? -ENOMSG
                : AddPathRule(context->ruleset_fd, fd, access, false);
  }
  sys::Close(fd);
  // Pipes, sockets and the like: Landlock allows them always.
  if (error == -ENOMSG || error == -EBADFD) return;
  if (error < 0) {
    Fail(statement.place, ProblemKind::kRuleRefused, statement.text,
         ErrorText(error));
  }
  ++context->rules;
}

void AddPorts(const Statement& statement, RuleContext* context) {
  const AccessMasks access = statement.access & context->ruleset.handled;
  if (!IsWanted(statement, access, *context)) return;
  for (uint32_t port = statement.first_port; port <= statement.last_port;
       ++port) {
    const long error =
        AddPortRule(context->ruleset_fd, port, access, statement.quiet);
    if (error < 0) {
      Fail(statement.place, ProblemKind::kRuleRefused, static_cast<int>(port),
           ErrorText(error));
    }
    ++context->rules;
  }
}

void AddRules(PolicyWalk* walk, RuleContext* context) {
  Statement statement;
  while (true) {
    const Reader::Result result = walk->Next(&statement);
    if (result == Reader::Result::kProblem) Fail(walk->problem());
    if (result == Reader::Result::kEnd) return;
    if (statement.kind == StatementKind::kPath) AddPath(statement, context);
    if (statement.kind == StatementKind::kPort) AddPorts(statement, context);
  }
}

// Below ABI 8 the kernel restricts the calling thread and no other.
uint32_t ThreadFlag(const PolicyOrigin& origin, const Kernel& kernel) {
  if (kernel.abi >= kTsync.abi) return kTsync.mask;
  const int threads = CountThreads();
  if (threads == 1) return 0;
  if (threads == 0) Fail(origin.place, ProblemKind::kThreadsUnknown);
  Fail(origin.place, ProblemKind::kThreads, threads, kernel.abi);
}

void SayUnenforced(const PolicyOrigin& origin, const Summary& summary,
                   const Kernel& kernel) {
  Problem problem;
  problem.Set(origin.place, ProblemKind::kUnenforced);
  problem
      .With(kernel.answer < 0
                ? ErrorText(kernel.answer)
                : "nothing that this kernel can deny is restricted"sv)
      .With(summary.abi.most);
  Report(problem);
}

// A ruleset descriptor, or -errno; -ENOMSG where nothing is left to handle.
long CreateLowered(const Summary& summary, int abi, Ruleset* ruleset) {
  *ruleset = Lower(summary, abi);
  if (ruleset->handled.empty()) return -ENOMSG;
  return CreateRuleset(ruleset->handled, ruleset->quiet);
}

}  // namespace

void CheckPolicy(PolicyWalk* walk, const PolicyOrigin& origin, Summary* summary,
                 ReplaceableNames* replaceable) {
  Problem problem;
  Statement statement;
  bool had_dots = false;
  // A policy file comes first, if there is one.
  summary->needs_abi =
      !origin.sample && origin.texts[0]->kind == SourceKind::kFile;
  while (true) {
    const Reader::Result result = walk->Next(&statement);
    if (result == Reader::Result::kProblem) Fail(walk->problem());
    if (result == Reader::Result::kEnd) break;
    if (!Summarize(statement, summary, &problem)) Fail(problem);
    // Only paths and `unrestrict` have such rights, but for the sample's words.
    if (statement.quiet || origin.sample ||
        !statement.access.Overlaps(kNameChangingRights)) {
      continue;
    }
    const std::string_view where =
        statement.kind == StatementKind::kUnrestrict
            ? "/"sv
            : PlainPath(statement.text, &plain_buffer, &had_dots);
    if (!replaceable->Add(where)) {
      Fail(statement.place, ProblemKind::kNoMemory);
    }
  }
  if (!Finish(summary, origin.place, &problem)) Fail(problem);
}

Prepared PrepareRuleset(PolicyWalk* walk, const PolicyOrigin& origin,
                        const Summary& summary,
                        const ReplaceableNames& replaceable) {
  Prepared prepared;
  Kernel& kernel = prepared.kernel;
  kernel.answer = LandlockAbi();
  kernel.abi = kernel.answer < 0            ? 0
               : kernel.answer > kNewestAbi ? kNewestAbi
                                            : static_cast<int>(kernel.answer);
  RequireAbi(summary, origin, kernel);
  long fd = CreateLowered(summary, kernel.abi, &prepared.ruleset);
  if (fd == -EINVAL) {
    kernel.abi = ProbeAbi(kernel.abi);
    RequireAbi(summary, origin, kernel);
    fd = CreateLowered(summary, kernel.abi, &prepared.ruleset);
  }
  if (fd == -ENOMSG) {
    if (summary.abi.least > 0) {
      Fail(summary.abi_place, ProblemKind::kNothingToHandle, kNewestAbi);
    }
    SayUnenforced(origin, summary, kernel);
    return prepared;
  }
  if (fd == -EMFILE || fd == -ENFILE) {
    Fail(origin.place, ProblemKind::kNoDescriptors);
  }
  if (fd < 0) {
    Fail(origin.place, ProblemKind::kRulesetRefused, ErrorText(fd));
  }
  prepared.ruleset_fd = static_cast<int>(fd);
  RuleContext context = {prepared.ruleset_fd, origin, prepared.ruleset,
                         replaceable,         *walk,  walk->environment()};
  prepared.thread_flag = ThreadFlag(origin, kernel);
  AddRules(walk, &context);
  prepared.rules = context.rules;
  return prepared;
}

void Enforce(const Prepared& prepared, const PolicyOrigin& origin) {
  if (prepared.ruleset_fd < 0) return;
  uint32_t flags = prepared.ruleset.restrict_flags | prepared.thread_flag;
  if (prepared.kernel.abi >= kNoNewPrivs.abi) {
    flags |= kNoNewPrivs.mask;
  } else {
    const long error = sys::Prctl(PR_SET_NO_NEW_PRIVS, 1);
    if (error < 0) {
      Fail(origin.place, ProblemKind::kNoNewPrivsRefused, ErrorText(error));
    }
  }
  const long error = RestrictSelf(prepared.ruleset_fd, flags);
  if (error == -E2BIG) Fail(origin.place, ProblemKind::kTooManyLayers);
  if (error < 0) {
    Fail(origin.place, ProblemKind::kRestrictRefused, ErrorText(error));
  }
  sys::Close(prepared.ruleset_fd);
}

void SayEnforced(const PolicyOrigin& origin, const Summary& summary,
                 const Prepared& prepared) {
  Text line = StartLine();
  DescribePlace(origin.place, &line);
  line.Append(": enforced at Landlock ABI "sv);
  line.AppendNumber(static_cast<uint64_t>(prepared.kernel.abi < summary.abi.most
                                              ? prepared.kernel.abi
                                              : summary.abi.most));
  line.Append(", rules: "sv);
  line.AppendNumber(prepared.rules);
  line.Append("; this kernel cannot deny:"sv);
  const AccessMasks unenforced = Unenforced(summary, prepared.kernel.abi);
  for (const Right& r : kRights) {
    if (!unenforced.Overlaps(r.Masks())) continue;
    line.Append(' ');
    line.Append(r.Name());
  }
  if (unenforced.empty()) line.Append(" nothing that the policy denies"sv);
  Say(&line);
}

}  // namespace landshim
