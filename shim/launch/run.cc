// A list of steps; nothing has an effect before the policy is known to be good.
#include "shim/launch/run.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "policy/text.h"
#include "shim/enforce.h"
#include "shim/launch/descriptors.h"
#include "shim/launch/embedded_shim.h"
#include "shim/launch/find_run_policy.h"
#include "shim/launch/launch.h"
#include "shim/launch/launch_problems.h"
#include "shim/launch/machine.h"
#include "shim/launch/own_session.h"
#include "shim/launch/pages.h"
#include "shim/launch/program_environment.h"
#include "shim/launch/start_needs.h"
#include "shim/ownership.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/replaceable.h"
#include "shim/report.h"
#include "shim/syscalls.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

constinit KernelMachine kernel_machine;
LANDSHIM_HOT(1) constinit PolicyOrigin origin;
LANDSHIM_HOT(2) constinit ReplaceableNames replaceable;
LANDSHIM_HOT(3) constinit PolicyFiles files;
LANDSHIM_HOT(4) constinit PolicyWalk walk;
// The last of them, as its own end is seldom touched.
LANDSHIM_HOT(5) constinit Launch launch;

// Not both. Nobody but landshim sets the second, in what it starts.
void RefuseLearnVariable(const Request& request, std::string_view command) {
  const bool learns = FindHandOver(request.environment).learn;
  if (request.learn.data() == nullptr && !learns) return;
  Fail(Named(learns ? kHandOverVariable : kLearnVariable),
       ProblemKind::kLearnConflict, command);
}

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

// What ld.so loads by its name must still be that file then.
bool MayOthersReplace(std::string_view path) {
  char name[64];  // is written to
  Text copy(name, sizeof(name) - 1);
  copy.Append(path);
  Weakness weakness;
  return FindWeakness(copy.Terminated(), Trusted::kRootAndUser, &weakness);
}

// An installed shim of this very version: another one could read a policy in
// another way. Where every program preloads one, that is a copy of its own.
const char* InstalledShim() {
  static constexpr char kPaths[][32] = {"/usr/lib/liblandshim.so",
                                        "/usr/local/lib/liblandshim.so"};
  constexpr int kExists = 0;  // F_OK
  if (sys::Access("/etc/ld.so.preload", kExists) == 0) return nullptr;
  for (const char* path : kPaths) {
    if (IsSameContent(path, EmbeddedShim()) && !MayOthersReplace(path)) {
      return path;
    }
  }
  return nullptr;
}

uint64_t RandomBits() {
  // Neither waits for the system's first entropy (Linux 5.6), nor do they fail
  // but where a filter refuses the call.
  constexpr long kInsecure = 4;  // GRND_INSECURE
  constexpr long kNonBlock = 1;  // GRND_NONBLOCK
  uint64_t bits = 0;
  for (const long flags : {kInsecure, kNonBlock}) {
    if (sys::Call(__NR_getrandom, sys::Address(&bits), sizeof(bits), flags) ==
        sizeof(bits)) {
      return bits;
    }
  }
  // What the kernel chose by chance for this process: where its stack is.
  return static_cast<uint64_t>(sys::Address(&bits)) * 0x9e3779b97f4a7c15;
}

// DIRECTORY (with its '/') and NAME, as kPreloadFrom says.
const char* Disguise(std::string_view directory, std::string_view name) {
  char pieces[2 * kDisguisePieces + 1];
  Text text(pieces, sizeof(pieces) - 1);
  const uint64_t bits = RandomBits();
  for (int i = 0; i < kDisguisePieces; ++i) {
    text.Append((bits >> i & 1) != 0 ? "./"sv : "/"sv);
  }
  return launch.pool.Keep(directory, text.view(), name);
}

const char* DisguiseDescriptor(int fd) {
  char digits[16];
  Text number(digits, sizeof(digits));
  number.AppendNumber(static_cast<uint64_t>(fd));
  return Disguise(kPreloadFrom, number.view());
}

const char* DisguiseFile(std::string_view path) {
  const std::string_view name = BaseName(path);
  return Disguise(path.substr(0, path.size() - name.size()), name);
}

// What the shim needs to be told.
struct Parcel {
  std::string_view policy;          // its texts; unless it only learns
  const char* installed = nullptr;  // the object's file; null: it is embedded

  // The largest file in memory that this takes.
  size_t largest() const {
    const size_t object = installed == nullptr ? EmbeddedShim().size() : 0;
    return policy.size() > object ? policy.size() : object;
  }
};

// Makes what the shim needs. A reason: it cannot be made.
const char* Send(const Parcel& parcel, Hints* hints) {
  const HighDescriptors high = FindHighDescriptors();
  if (high.second < 0) return "too few descriptors are left";
  if (!hints->learn &&
      MakeSealed("landshim-policy", parcel.policy, high.second) < 0) {
    return "memfd_create(2) is refused";
  }
  const char* preload = nullptr;
  if (parcel.installed != nullptr) {
    preload = DisguiseFile(parcel.installed);
  } else {
    if (MakeSealed("liblandshim.so", EmbeddedShim(), high.first) < 0) {
      sys::Close(high.second);
      return "memfd_create(2) is refused";
    }
    preload = DisguiseDescriptor(high.first);
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

// What exceeds RLIMIT_FSIZE would end this process by SIGXFSZ, in memory too.
const char* PrepareShim(Hints* hints) {
  Parcel parcel;
  parcel.installed = InstalledShim();
  if (!hints->learn) parcel.policy = PackTexts(files, &launch.pool);
  const uint64_t limit = LargestFile();
  if (limit < parcel.largest()) {
    Refuse("run"sv, LaunchProblem::kFileSize, static_cast<int>(limit),
           static_cast<int>(parcel.largest()));
  }
  return Send(parcel, hints);
}

// Rules without an `abi` mean all that is known: what this kernel cannot deny
// of it is said to who starts a program by hand, as nobody asked for a weaker
// sandbox. Scripts and services would have it in their output at each start.
void SayWeaker(const Summary& summary, const Prepared& prepared,
               const Request& request) {
  if (prepared.ruleset_fd < 0 || request.info || summary.abi_stated) return;
  if (Unenforced(summary, prepared.kernel.abi).empty()) return;
  if (sys::IsTerminal(2)) SayEnforced(origin, summary, prepared);
}

[[noreturn]] void Execute(char** environment) {
  const Program& program = launch.program;
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
  const Program& program = launch.program;
  if (program.kind == ImageKind::kUnreadable) {
    Note(program.path, LaunchProblem::kUnreadable);
  }
  if (program.set_id) Note(program.path, LaunchProblem::kSetId);
  if (program.env_binds) {
    Note(program.path, LaunchProblem::kEnvBinds,
         std::string_view(program.image()));
  }
}

// Looks at the program, or ends the process.
const Program& Inspect(char** arguments, const Request& request) {
  launch.machine = &kernel_machine;
  if (!InspectProgram(arguments, request.environment, &launch)) {
    End(launch.refusal);
  }
  return launch.program;
}

// What the first layer grants beyond the policy.
int GrantBeyond(const Prepared& prepared, const Request& request,
                const Hints& hints, GrantObserver observer) {
  StartRules rules(prepared.ruleset_fd, prepared.ruleset.handled, observer);
  launch.replaceable = &replaceable;
  if (!GrantStart(request.environment, &launch, &rules)) End(launch.refusal);
  if (hints.preload == nullptr || hints.preload_fd >= 0) return rules.count();
  FileStatus status;
  const long fd = launch.OpenFile(hints.preload, O_PATH, &status);
  if (fd < 0) return rules.count();
  rules.Grant(static_cast<int>(fd), hints.preload, right::read_file);
  sys::Close(static_cast<int>(fd));
  return rules.count();
}

// All that is left to do, and what Rehearse() tells.
struct Start {
  Prepared prepared;
  Rehearsal rehearsal;
  int kept[2];  // descriptors for the shim; -1: none
};

Start PrepareStart(const RunOptions& options, char** envp,
                   GrantObserver observer) {
  Request request;
  Problem problem;
  if (!ReadVariables(envp, &request, &problem)) Fail(problem);
  RefuseLearnVariable(request, "'landshim run'"sv);
  const Program& program = Inspect(options.program, request);
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
  if (enforced && reason == nullptr) reason = PrepareShim(&hints);
  const bool alone = hints.preload == nullptr;
  if (enforced) {
    if (observer == nullptr && alone && request.info) observer = SayNeeded;
    const int granted = GrantBeyond(prepared, request, hints, observer);
    if (alone) {
      // With `unrestrict fs` nothing is granted beyond.
      if (granted > 0) {
        Note(program.path, LaunchProblem::kOneLayer, std::string_view(reason),
             granted);
      }
      if (request.info) SayEnforced(origin, summary, prepared);
    }
  }
  launch.CloseFiles();
  SayOddities();
  SayWeaker(summary, prepared, request);
  char** environment = MakeEnvironment(
      envp, program,
      {.sample_variables = origin.sample && alone, .keep = request.keep}, hints,
      &launch.pool);
  if (environment == nullptr) {
    Fail(origin.place, ProblemKind::kNoMemory);
  }
  return {prepared,
          {&program, environment, enforced, hints.preload, reason},
          {hints.preload_fd, hints.policy_fd}};
}

}  // namespace

void Run(const RunOptions& options, const ProcessStart& start) {
  if (start.IsSecure()) Refuse("run"sv, LaunchProblem::kPrivileged);
  const Start ready = PrepareStart(options, start.envp, nullptr);
  if (options.new_session) {
    const long error = LeadOwnSession();
    if (error < 0) Refuse("run"sv, LaunchProblem::kNoSession, ErrorText(error));
  }
  if (options.close_fds) CloseOnExec(ready.kept[0], ready.kept[1]);
  Enforce(ready.prepared, origin);
  Execute(ready.rehearsal.environment);
}

Rehearsal Rehearse(const RunOptions& options, char** envp,
                   GrantObserver observer) {
  const Start ready = PrepareStart(options, envp, observer);
  Enforce(ready.prepared, origin);
  return ready.rehearsal;
}

Rehearsal PrepareLearn(char** arguments, char** envp) {
  Request request;
  Problem problem;
  if (!ReadVariables(envp, &request, &problem)) Fail(problem);
  RefuseLearnVariable(request, "'landshim learn'"sv);
  const Program& program = Inspect(arguments, request);
  launch.CloseFiles();
  Hints hints = {.learn = true};
  const char* reason = WhyNoShim(program);
  if (reason == nullptr) reason = PrepareShim(&hints);
  SayOddities();
  char** environment = MakeEnvironment(envp, program, {.keep = request.keep},
                                       hints, &launch.pool);
  if (environment == nullptr) {
    Fail(Named("learn"sv), ProblemKind::kNoMemory);
  }
  return {&program, environment, false, hints.preload, reason};
}

const char* WhyNoHandOver(const char** preload) {
  Hints hints;
  const char* reason = PrepareShim(&hints);
  *preload = hints.preload;
  return reason;
}

}  // namespace landshim
