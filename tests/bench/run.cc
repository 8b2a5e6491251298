// Prints what `landshim run` adds to the start of a program, as a share of what
// its system calls take by themselves. README.md says what the numbers mean.
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/count_calls.h"
#include "tests/bench/launch.h"
#include "tests/bench/other_launchers.h"
#include "tests/bench/policies.h"
#include "tests/bench/print.h"
#include "tests/bench/record_calls.h"
#include "tests/bench/replay_image.h"
#include "tests/bench/rounds.h"

namespace landshim::bench {
namespace {

struct Options {
  int rounds = 30;
  int repetitions = 40;  // in each round
  int others = 8;        // of another launcher
};

constexpr char kUsage[] =
    "usage: run [--quick]\n"
    "  --quick  one round of few starts: shows that it works, nothing else\n";

// What is started. All executables are copies in one directory, so that no
// file system and no long path is what makes the difference.
class Stage {
 public:
  Stage(const std::string& self, const Scratch& scratch)
      : program_(Copy(self, scratch, "tests/bench/start_nothing")),
        policy_(scratch.TwentyRules()),
        shim_(FileOfBuild(self, "shim/liblandshim.so")),
        exec_only_(Copy(self, scratch, "tests/bench/exec_only")),
        landshim_(Copy(self, scratch, "tools/landshim")),
        replay_calls_(FileOfBuild(self, "tests/bench/static/replay_calls")),
        scratch_(scratch) {}

  Program Bare() const { return {"the bare program", program_, Variables()}; }
  Program ExecOnly() const {
    return {"static glibc that only executes it",
            exec_only_,
            Variables(),
            {program_}};
  }
  Program Preloaded() const {
    return {"LD_PRELOAD alone",
            program_,
            {"LD_PRELOAD=" + shim_, "LANDSHIM_POLICY=" + policy_}};
  }
  Program Run() const {
    return {"landshim run",
            landshim_,
            Variables(),
            {"run", "--policy", policy_, "--", program_}};
  }
  // The launcher without libc that makes these calls.
  Program Replay(const std::string& name, const std::string& file,
                 const std::vector<RecordedCall>& calls) const {
    return {name,
            scratch_.WriteExecutable(file, ReplayImage(replay_calls_, calls)),
            Variables()};
  }

  const std::string& program() const { return program_; }
  // As many as LD_PRELOAD alone takes, of the same length.
  std::vector<std::string> Variables() const {
    return {"LD_NOTHING=" + shim_, "NO_OBJECTS_PATH=" + policy_};
  }

 private:
  static std::string Copy(const std::string& self, const Scratch& scratch,
                          const std::string& path) {
    return scratch.CopyExecutable(FileOfBuild(self, path));
  }

  std::string program_;
  std::string policy_;
  std::string shim_;
  std::string exec_only_;
  std::string landshim_;
  std::string replay_calls_;
  const Scratch& scratch_;
};

// Places in the list of contestants.
enum Place : size_t {
  kBare,
  kExecWithoutLibc,
  kExecOnly,
  kOneLayer,
  kLeast,
  kRun,
  kPreloaded,
  kOthers,
};

void RequireSameCalls(const Program& run, const std::vector<RecordedCall>& asks,
                      const Program& least) {
  const std::string difference = DescribeDifference(asks, RecordCalls(least));
  const Calls all_run = CountCalls(run);
  const Calls all_least = CountCalls(least);
  std::printf("\nsystem calls until the program is executed: %zu: %s\n",
              asks.size(),
              difference.empty() ? "the same, with the same arguments"
                                 : difference.c_str());
  std::printf("system calls of the whole start:\n  landshim run %d: %s\n",
              all_run.Total(), Difference(all_run, {}).c_str());
  const std::string more = Difference(all_least, all_run);
  std::printf("  the least launcher %d: %s\n", all_least.Total(),
              more.empty() ? "as many of each" : more.c_str());
  if (all_run.landlock != all_least.landlock) {
    Die("landshim run and the least launcher do not enforce the same");
  }
  if (!difference.empty()) Die("landshim run and the least launcher differ");
}

void Run(const std::string& self, const Options& options) {
  const int abi = KernelAbi();
  const Scratch scratch;
  const Stage stage(self, scratch);
  const std::vector<RecordedCall> calls = RecordCalls(stage.Run());
  const std::vector<RecordedCall> layer = OneLayerOf(calls);

  std::vector<Program> programs(kOthers);
  programs[kBare] = stage.Bare();
  programs[kExecWithoutLibc] =
      stage.Replay("no libc, only executes it", "exec", {layer.back()});
  programs[kExecOnly] = stage.ExecOnly();
  programs[kOneLayer] =
      stage.Replay("the least launcher, first layer only", "one_layer", layer);
  programs[kLeast] = stage.Replay("the least launcher", "least", calls);
  programs[kRun] = stage.Run();
  programs[kPreloaded] = stage.Preloaded();
  std::vector<Contestant> contestants;
  contestants.reserve(programs.size());
  for (const Program& program : programs) {
    contestants.push_back({program, options.repetitions});
  }
  const std::vector<OtherLauncher> others =
      FindOtherLaunchers(stage.program(), stage.Variables());
  for (const OtherLauncher& other : others) {
    if (!other.missing.empty()) continue;
    contestants.push_back({other.program, options.others});
  }

  GoFirst();
  std::printf("Landlock ABI %d; medians of %d rounds of %d starts each\n\n",
              abi, options.rounds, options.repetitions);
  const std::vector<Round> rounds = RunRounds(contestants, options.rounds);
  const std::vector<Cost> medians =
      PrintTimes("start with 20 rules, us", contestants, rounds);
  for (const OtherLauncher& other : others) {
    if (other.missing.empty()) continue;
    std::printf("%-36s %s\n", other.name.c_str(), other.missing.c_str());
  }
  std::printf("\nadded by landshim run / added by the least launcher\n");
  PrintRatios(rounds, medians, kRun, kLeast);
  RequireSameCalls(programs[kRun], calls, programs[kLeast]);
}

}  // namespace
}  // namespace landshim::bench

int main(int argc, char** argv) {
  landshim::bench::Options options;
  if (argc == 2 && std::string_view(argv[1]) == "--quick") {
    options = {.rounds = 1, .repetitions = 3, .others = 1};
  } else if (argc != 1) {
    std::fputs(landshim::bench::kUsage, stderr);
    return 1;
  }
  try {
    landshim::bench::Run(argv[0], options);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "run: %s\n", failure.what());
    return 1;
  }
  return 0;
}
