// Doors into the launch code for main(): see api.h.
#include "shim/launch/api.h"

#include "shim/enforce.h"
#include "shim/launch/descriptors.h"
#include "shim/launch/find_run_policy.h"
#include "shim/launch/launch.h"
#include "shim/launch/run.h"
#include "shim/launch/run_options.h"
#include "shim/ownership.h"
#include "shim/policy_files.h"
#include "shim/policy_walk.h"
#include "shim/report.h"

using namespace landshim;

namespace {

constinit RehearsedLaunch* rehearsed;

void TellGranted(const char* path, AccessMasks granted) {
  rehearsed->granted(path, granted.bits);
}

void Tell(const Rehearsal& done, RehearsedLaunch* launch) {
  launch->one_layer = done.preload == nullptr ? done.one_layer : nullptr;
  launch->path = done.program->chain[done.program->executed];
  launch->arguments = done.program->arguments;
  launch->environment = done.environment;
}

}  // namespace

const char* LandshimReadRunPolicy(char** arguments, char** envp, size_t* size) {
  static constinit PolicyOrigin origin;
  static constinit ReplaceableNames replaceable;
  static constinit PolicyFiles files;
  static constinit PolicyWalk walk;
  static constinit KernelMachine machine;
  static constinit Launch launch;
  Request request;
  Problem problem;
  if (!ReadVariables(envp, &request, &problem)) Fail(problem);
  const RunOptions options = ReadRunOptions(arguments);
  const bool named = *options.program != nullptr;
  launch.machine = &machine;
  if (named && !InspectProgram(options.program, request.environment, &launch)) {
    End(launch.refusal);
  }
  launch.CloseFiles();
  FindRunPolicy(options, request, named ? &launch.program : nullptr, &files,
                &origin);
  Summary summary;
  walk.Start(origin, request.environment, &files, /*may_read_files=*/true);
  CheckPolicy(&walk, origin, &summary, &replaceable);
  const std::string_view packed =
      origin.sample ? std::string_view() : PackTexts(files, &launch.pool);
  *size = packed.size();
  return packed.data();
}

void LandshimRehearseRun(char** arguments, char** envp,
                         RehearsedLaunch* launch) {
  rehearsed = launch;
  const Rehearsal done = Rehearse(ReadRunOptions(arguments), envp, TellGranted);
  Tell(done, launch);
  const int layers = done.preload == nullptr ? 1 : 2;
  launch->layers = done.enforced ? layers : 0;
}

void LandshimPrepareLearn(char** arguments, char** envp,
                          RehearsedLaunch* launch) {
  Tell(PrepareLearn(arguments, envp), launch);
  launch->layers = launch->one_layer == nullptr ? 1 : 0;
}

const char* LandshimWhyNoHandOver(const char** preload) {
  return WhyNoHandOver(preload);
}

// The walk ends the path at each of its names for a while.
// NOLINTNEXTLINE(readability-non-const-parameter)
const char* LandshimFindWeakness(char* path, size_t* size, uint32_t* owner,
                                 const char** mode) {
  Weakness weakness;
  if (!FindWeakness(path, Trusted::kRootAndUser, &weakness)) return nullptr;
  *size = weakness.path.size();
  *owner = weakness.owner;
  *mode = weakness.mode.data();
  return weakness.path.data();
}
