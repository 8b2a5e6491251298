// Each question goes to the code that decides it, as far as there is one.
#include "tools/doctor/prognosis.h"

#include <filesystem>
#include <system_error>

#include "policy/abi.h"
#include "policy/problem.h"
#include "policy/text.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

// docs/exit-status.md.
constexpr int kDoesNotWork = 1;
constexpr int kCannotExecute = 126;
constexpr int kNotFound = 127;

using Strings = std::vector<std::string>;

// run's arguments with the policy that a search came to.
Strings RunArguments(const PolicySearch& search, const std::string& program) {
  if (search.file.empty()) return {"--", program};
  return {"--policy", search.file, "--", program};
}

std::string DescribeNoPolicy(const std::string& path,
                             const PolicySearch& search) {
  const std::string name(BaseName(path));
  std::string places;
  for (const Place& place : search.places) {
    places += (places.empty() ? "" : " ") + place.path;
  }
  const Source source = {.name = name, .text = {}};
  Problem problem;
  problem.Set({&source, 0, 0}, ProblemKind::kNoPolicy);
  problem.With(std::string_view(places));
  return DescribeProblem(problem);
}

// What the processes behind the bound one must be allowed: the bound stage's
// interpreter its script, an env what it starts.
Strings PreloadOperations(const Prognosis& prognosis) {
  const std::vector<Stage>& stages = prognosis.stages;
  const size_t bound = prognosis.preload.bound;
  Strings operations;
  const std::string script = ScriptOf(prognosis.program);
  if (bound + 1 == stages.size()) {
    if (!script.empty()) operations.push_back(OperationOn("read", script));
    return operations;
  }
  const Inspection& program = prognosis.program;
  const size_t seen = stages[bound].image.chain.size();
  for (size_t i = seen; i < program.chain.size(); ++i) {
    operations.push_back(OperationOn("exec", program.chain[i]));
  }
  if (!program.linker.empty()) {
    operations.push_back(OperationOn("exec", program.linker));
  }
  if (!script.empty()) operations.push_back(OperationOn("read", script));
  return operations;
}

// The first layer grants the files that it executes; where that is the only
// one, the interpreter can read its script by it.
bool IsGrantedByStart(const Rehearsal& run, const std::string& path) {
  if (run.layers != 1) return false;
  for (const Grant& grant : run.grants) {
    if (grant.path == path) return true;
  }
  return false;
}

void LookAtRun(const std::string& policy, char** envp, Prognosis* out) {
  const Inspection& program = out->program;
  out->search = SearchPolicy(policy, program.path, program.real_path, envp);
  const Strings arguments = policy.empty()
                                ? Strings{"--", out->name}
                                : Strings{"--policy", policy, "--", out->name};
  out->run_policy = ReadPolicyFor(arguments, envp);
  out->run = RehearseRun(arguments, envp);
  if (!out->run.ready) {
    out->bare = RehearseRun(
        {"--abi", "0.." + std::to_string(kNewestAbi), "--", out->name}, envp);
  }
  const int needed = out->Told().layers == 1 ? 1 : 2;
  out->here_troubles = WhyNotHere(out->here, needed);
  const std::string script = ScriptOf(program);
  if (!out->run.ready || script.empty() || IsGrantedByStart(out->run, script)) {
    return;
  }
  out->run_denials = FindDenials(out->run_policy, {OperationOn("read", script)},
                                 out->here.kernel.landlock.abi, envp);
}

void LookAtPreload(const std::string& policy, char** envp, Prognosis* out) {
  out->stages = StagesOf(out->program, envp);
  out->preload = PredictPreload(out->stages, out->here.process.shims);
  if (!out->preload.IsBound()) return;
  const Stage& stage = out->stages[out->preload.bound];
  out->preload_search =
      SearchPolicy(policy, stage.executed, stage.image.real_path, envp);
  const PolicySearch& search = out->preload_search;
  if (search.kind == PolicyOriginKind::kNowhere) {
    out->preload_failure = DescribeNoPolicy(stage.executed, search);
    return;
  }
  const Strings arguments = RunArguments(search, out->name);
  out->preload_policy = ReadPolicyFor(arguments, envp);
  const Rehearsal rehearsal = RehearseRun(arguments, envp);
  if (!rehearsal.ready) {
    out->preload_failure = rehearsal.Failure();
    return;
  }
  out->preload_enforces = rehearsal.layers > 0;
  out->preload_denials =
      FindDenials(out->preload_policy, PreloadOperations(*out),
                  out->here.kernel.landlock.abi, envp);
}

bool IsSameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

void LookAtSystemPreload(Prognosis* out) {
  const Inspection& program = out->program;
  SystemWide* found = &out->system_wide;
  if (program.kind != ImageKind::kDynamic || program.libc != Libc::kGlibc) {
    return;
  }
  for (const ShimEntry& system : out->here.process.system_shims) {
    if (!system.trouble.empty()) continue;
    found->loads = true;
    for (const ShimEntry& other : out->here.process.shims) {
      if (!IsSameFile(system.name, other.name)) found->alone = false;
    }
  }
  if (!found->loads) return;
  // Of what has privileges only the file's name counts.
  found->search = SearchSystemPolicy(
      program.privileged ? program.real_path : program.chain[program.executed],
      program.real_path);
  if (!found->Binds()) return;
  // Nothing of the environment counts there.
  char* no_environment[] = {nullptr};
  const Rehearsal rehearsal = RehearseRun(
      {"--policy", found->search.file, "--", program.path}, no_environment);
  if (!rehearsal.ready) found->failure = rehearsal.Failure();
}

}  // namespace

int Prognosis::RunLayers() const {
  if (!Starts()) return 0;
  // run tries a second layer, which a static program does not get.
  if (program.kind == ImageKind::kUnreadable && run.layers == 2) return -1;
  return run.layers + (system_wide.Binds() ? 1 : 0);
}

int Prognosis::PreloadLayers() const {
  if (preload.fates.empty() || !system_wide.failure.empty()) return 0;
  const Fate last = preload.fates.back().fate;
  // Where each dynamic program loads a shim, each looks for its own policy.
  const bool many = system_wide.loads && stages.size() > 1;
  if (last == Fate::kUnknown || many) return -1;
  if (last == Fate::kRefused) return 0;
  const int system = system_wide.Binds() ? 1 : 0;
  if (!preload.IsBound() || (system_wide.loads && system_wide.alone)) {
    return system;
  }
  if (!preload_failure.empty()) return 0;
  return (preload_enforces ? 1 : 0) + system;
}

bool Prognosis::Starts() const {
  return program.good && here_troubles.empty() && run.Starts() &&
         system_wide.failure.empty();
}

int Prognosis::FailureStatus() const {
  if (program.status == kCannotExecute || program.status == kNotFound) {
    return program.status;
  }
  return run.execute_error > 0 ? kCannotExecute : kDoesNotWork;
}

Prognosis MakePrognosis(const std::string& program, const std::string& policy,
                        char** envp) {
  Prognosis prognosis = {.name = program, .here = LookHere(envp)};
  prognosis.program = Inspect(program, envp);
  if (!prognosis.program.good) return prognosis;
  LookAtRun(policy, envp, &prognosis);
  LookAtPreload(policy, envp, &prognosis);
  LookAtSystemPreload(&prognosis);
  return prognosis;
}

std::string ScriptOf(const Inspection& program) {
  // What an env starts that nobody can tell will read it.
  if (!program.IsScript() || program.env_binds) return {};
  const size_t last = program.chain.size() - 1;
  // Behind an env stands what it starts.
  const size_t interpreter = program.executed == last ? last - 1 : last;
  return program.chain[interpreter - 1];
}

}  // namespace landshim::doctor
