// A list of steps; nothing has an effect before the policy is known to be good.
#include "shim/launch/run.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/enforce.h"
#include "shim/launch/descriptors.h"
#include "shim/launch/embedded_shim.h"
#include "shim/launch/find_run_policy.h"
#include "shim/launch/launch_problems.h"
#include "shim/launch/pages.h"
#include "shim/launch/program.h"
#include "shim/launch/program_environment.h"
#include "shim/launch/start_needs.h"
#include "shim/launch/text_pool.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/replaceable.h"
#include "shim/report.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

LANDSHIM_PAGE(1, 0) constinit Program program;
// Not both.
void RefuseLearnVariable(const Request& request, std::string_view command) {
  if (request.learn.data() == nullptr) return;
  Fail(Named(kLearnVariable), ProblemKind::kLearnConflict, command);
}

LANDSHIM_PAGE(1, 1) constinit PolicyOrigin origin;
LANDSHIM_PAGE(1, 2) constinit ReplaceableNames replaceable;
LANDSHIM_PAGE(1, 3) constinit PolicyFiles files;
LANDSHIM_PAGE(1, 4) constinit PolicyWalk walk;

bool IsSameContent(const char* path, std::string_view content) {
  const long fd =
      sys::OpenAt(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  struct stat status;
  bool same = sys::Stat(static_cast<int>(fd), &status) == 0 &&
              static_cast<uint64_t>(status.st_size) == content.size();
  const long pages =
      same ? sys::MapFile(static_cast<int>(fd), content.size()) : -EINVAL;
  sys::Close(static_cast<int>(fd));
  if (pages < 0 && pages > -4096) return false;
  same = std::string_view(reinterpret_cast<const char*>(pages),
                          content.size()) == content;
  sys::UnmapPages(reinterpret_cast<void*>(pages), content.size());
  return same;
}

// An installed shim of this very version: another one could read a policy in
// another way. Where every program preloads one, that is a copy of its own.
const char* InstalledShim() {
  static constexpr char kPaths[][32] = {"/usr/lib/liblandshim.so",
                                        "/usr/local/lib/liblandshim.so"};
  constexpr int kExists = 0;  // F_OK
  if (sys::Access("/etc/ld.so.preload", kExists) == 0) return nullptr;
  for (const char* path : kPaths) {
    if (IsSameContent(path, EmbeddedShim())) return path;
  }
  return nullptr;
}

const char* SpellDescriptor(int fd) {
  char digits[16];
  Text number(digits, sizeof(digits));
  number.AppendNumber(static_cast<uint64_t>(fd));
  return KeepText(kPreloadFrom, number.view());
}

// Makes what the shim needs. A reason: it cannot be made.
const char* HandOverTo(Hints* hints) {
  const HighDescriptors high = FindHighDescriptors();
  if (high.second < 0) return "too few descriptors are left";
  const char* preload = InstalledShim();
  if (!hints->learn &&
      MakeSealed("landshim-policy", PackTexts(files), high.second) < 0) {
    return "memfd_create(2) is refused";
  }
  if (preload == nullptr) {
    if (MakeSealed("liblandshim.so", EmbeddedShim(), high.first) < 0) {
      sys::Close(high.second);
      return "memfd_create(2) is refused";
    }
    preload = SpellDescriptor(high.first);
    // As ld.so will: what is mounted there may be something else.
    constexpr int kExists = 0;  // F_OK
    if (preload == nullptr || sys::Access(preload, kExists) != 0) {
      sys::Close(high.first);
      sys::Close(high.second);
      return "/proc is not mounted and the shim is not installed";
    }
    hints->preload_fd = high.first;
  }
  hints->policy_fd = high.second;
  hints->preload = preload;
  return nullptr;
}

// Rules without an `abi` mean all that is known: what this kernel cannot deny
// of it is said, as nobody asked for a weaker sandbox.
void SayWeaker(const Summary& summary, const Prepared& prepared,
               const Request& request) {
  if (prepared.ruleset_fd < 0 || request.info || summary.abi_stated) return;
  if (Unenforced(summary, prepared.kernel.abi).empty()) return;
  SayEnforced(origin, summary, prepared);
}

[[noreturn]] void Execute(char** environment) {
  const char* path = program.chain[program.executed];
  const long error =
      sys::Call(__NR_execve, sys::Address(path),
                sys::Address(program.arguments), sys::Address(environment));
  switch (-error) {
    case ENOEXEC:
      Refuse(path, LaunchProblem::kNotAProgram);
    case EACCES:
    case EPERM:
      Refuse(path, LaunchProblem::kDenied, ErrorText(error));
    default:
      Refuse(path, LaunchProblem::kFailed, ErrorText(error));
  }
}

void SayNeeded(const char* path, AccessMasks) {
  Note("run"sv, LaunchProblem::kNeeded, std::string_view(path));
}

void SayOddities() {
  if (program.kind == ImageKind::kUnreadable) {
    Note(program.path, LaunchProblem::kUnreadable);
  }
  if (program.set_id) Note(program.path, LaunchProblem::kSetId);
  if (program.env_binds) {
    Note(program.path, LaunchProblem::kEnvBinds,
         std::string_view(program.image()));
  }
}

// All that is left to do, and what Rehearse() tells.
struct Launch {
  Prepared prepared;
  Rehearsal rehearsal;
};

Launch PrepareLaunch(const RunOptions& options, char** envp,
                     GrantObserver observer) {
  Request request;
  ReadVariables(envp, &request);
  RefuseLearnVariable(request, "'landshim run'"sv);
  InspectProgram(options.program, request.environment, &program);
  FindRunPolicy(options, request, &program, &files, &origin);

  Summary summary;
  walk.Start(origin, request.environment, &files, /*may_read_files=*/true);
  CheckPolicy(&walk, origin, &summary, &replaceable);
  walk.Start(origin, request.environment, &files, /*may_read_files=*/false);
  const Prepared prepared = PrepareRuleset(&walk, origin, summary, replaceable);
  const bool enforced = prepared.ruleset_fd >= 0;

  // A dry run is taken for a watched one: it comes to no execve(2).
  Hints hints = {.observed = observer != nullptr,
                 .info = request.info,
                 .sample = origin.sample};
  const char* reason = WhyNoShim(program);
  if (enforced && reason == nullptr) reason = HandOverTo(&hints);
  const bool alone = hints.preload == nullptr;
  if (enforced) {
    if (observer == nullptr && alone && request.info) observer = SayNeeded;
    StartRules rules(prepared.ruleset_fd, prepared.ruleset.handled, observer);
    // In a directory that this alone lets be read, nothing could be moved
    // (EXDEV) that the policy does not let be read.
    GrantStart(program, request.environment, alone || summary.moves_unread,
               &rules);
    if (!alone && hints.preload_fd < 0) {
      rules.Grant(hints.preload, right::read_file);
    }
    if (alone) {
      // With `unrestrict fs` nothing is granted beyond.
      if (rules.count() > 0) {
        Note(program.path, LaunchProblem::kOneLayer, std::string_view(reason),
             rules.count());
      }
      if (request.info) SayEnforced(origin, summary, prepared);
    }
  }
  SayOddities();
  SayWeaker(summary, prepared, request);
  char** environment = MakeEnvironment(
      envp, program,
      {.sample_variables = origin.sample && alone, .keep = request.keep},
      hints);
  if (environment == nullptr) {
    Fail(origin.place, ProblemKind::kNoMemory);
  }
  return {prepared, {&program, environment, enforced, hints.preload, reason}};
}

}  // namespace

void Run(const RunOptions& options, const ProcessStart& start) {
  if (start.IsSecure()) Refuse("run"sv, LaunchProblem::kPrivileged);
  const Launch launch = PrepareLaunch(options, start.envp, nullptr);
  Enforce(launch.prepared, origin);
  Execute(launch.rehearsal.environment);
}

Rehearsal Rehearse(const RunOptions& options, char** envp,
                   GrantObserver observer) {
  const Launch launch = PrepareLaunch(options, envp, observer);
  Enforce(launch.prepared, origin);
  return launch.rehearsal;
}

Rehearsal PrepareLearn(char** arguments, char** envp) {
  Request request;
  ReadVariables(envp, &request);
  RefuseLearnVariable(request, "'landshim learn'"sv);
  InspectProgram(arguments, request.environment, &program);
  Hints hints = {.learn = true};
  const char* reason = WhyNoShim(program);
  if (reason == nullptr) reason = HandOverTo(&hints);
  SayOddities();
  char** environment =
      MakeEnvironment(envp, program, {.keep = request.keep}, hints);
  if (environment == nullptr) {
    Fail(Named("learn"sv), ProblemKind::kNoMemory);
  }
  return {&program, environment, false, hints.preload, reason};
}

const char* WhyNoHandOver(const char** preload) {
  Hints hints;
  const char* reason = HandOverTo(&hints);
  *preload = hints.preload;
  return reason;
}

}  // namespace landshim
