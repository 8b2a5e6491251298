// The constructor of liblandshim.so: what happens before the program begins.
#include "shim/enforce.h"
#include "shim/find_policy.h"
#include "shim/learn.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/process_start.h"
#include "shim/replaceable.h"
#include "shim/report.h"
#include "shim/syscalls.h"
#include "shim/system_wide.h"
#include "shim/tidy.h"

namespace landshim {

using namespace std::string_view_literals;
namespace {

// All zero, so that they cost the object no bytes; static, because the stack
// of a program may be small.
// What every start touches goes first (the linker sorts sections by name): it
// fits on one page.
__attribute__((section(".bss.0"))) constinit PolicyOrigin origin;
__attribute__((section(".bss.1"))) constinit ReplaceableNames replaceable;
__attribute__((section(".bss.2"))) constinit PolicyFiles files;
__attribute__((section(".bss.3"))) constinit PolicyWalk walk;

Request ReadRequest(const ProcessStart& start) {
  Request request;
  request.system_wide = IsPreloadedSystemWide(start);
  if (request.system_wide || start.IsSecure()) return request;
  Problem problem;
  if (!ReadVariables(start.envp, &request, &problem)) Fail(problem);
  request.hand_over = FindHandOver(request.environment);
  if (request.hand_over.learn && !request.keep &&
      !CheckNoPolicy(request.environment, &problem)) {
    Fail(problem);
  }
  return request;
}

// Finds the policy and enforces it. False: there is none and none is needed.
bool Sandbox(const ProcessStart& start, const Request& request) {
  if (!FindPolicy(start, request, &files, &origin)) return false;
  Summary summary;
  walk.Start(origin, request.environment, &files,
             /*may_read_files=*/request.hand_over.policy_fd < 0);
  CheckPolicy(&walk, origin, &summary, &replaceable);
  walk.Start(origin, request.environment, &files, /*may_read_files=*/false);
  const Prepared prepared = PrepareRuleset(&walk, origin, summary, replaceable);
  Enforce(prepared, origin);
  // Nobody pays for it but who is watched.
  if (request.hand_over.observed) Mark();
  // The sample's variables name each right by itself: what this kernel lacks
  // of them is said unasked.
  const AccessMasks unenforced =
      Unenforced(summary, prepared.kernel.abi) & ~kFsClass;
  const bool lacks = origin.sample && !unenforced.empty();
  if (prepared.ruleset_fd >= 0 && (request.info || lacks)) {
    SayEnforced(origin, summary, prepared);
  }
  replaceable.Release();
  files.Release();
  return true;
}

void Start(long argc, char** argv, char** envp) {
  ProcessStart start;
  // Reading first would map the zero page, and writing then fault again.
  *const_cast<volatile int*>(&origin.text_count) = 0;
  if (!FindProcessStart(argc, argv, envp, &start)) {
    Fail(Named("environ"sv), ProblemKind::kNoEnvironment);
  }
  const Request request = ReadRequest(start);
  // Another copy of the shim was here and took the variables with it.
  if (!request.system_wide && IsMarkedEnforced(start)) return;
  if (request.learn.data() != nullptr) {
    CheckLearn(start, request);
    Learn(start, request);
    // Where nobody answers the mark, there is a policy missing after all.
  } else if (!(request.hand_over.learn && Mark()) && !Sandbox(start, request)) {
    return;
  }
  if (request.system_wide || start.IsSecure()) return;
  MarkEnforced(start);
  const bool handed_over = request.hand_over.policy_fd >= 0;
  if (handed_over) sys::Close(request.hand_over.preload_fd);
  if (handed_over || !request.keep) {
    Tidy(start, {.sample_variables = origin.sample, .keep = request.keep});
  }
}

}  // namespace
}  // namespace landshim

// ld.so calls it: glibc's with the program's arguments, musl's without any.
extern "C" __attribute__((constructor, visibility("hidden"))) void
LandshimStart(long argc, char** argv, char** envp);

void LandshimStart(long argc, char** argv, char** envp) {
  landshim::Start(argc, argv, envp);
}
