// Prints what the shim adds to the start of a program, as a share of what
// Landlock itself takes. README.md says what the numbers mean.
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/count_calls.h"
#include "tests/bench/launch.h"
#include "tests/bench/policies.h"
#include "tests/bench/print.h"
#include "tests/bench/rounds.h"

namespace landshim::bench {
namespace {

struct Options {
  int rounds = 20;
  int repetitions = 75;                             // in each round
  std::vector<int> sizes = {20, 200, 1000, 10000};  // numbers of rules
  std::vector<int> starts = {15, 9, 5, 2};  // of each size in each round
  int many_rounds = 15;
};

constexpr char kUsage[] =
    "usage: start [--quick]\n"
    "  --quick  one round of few starts: shows that it works, nothing else\n";

// Builds the programs to start. All see as many variables of about the same
// length, so that the kernel and ld.so copy the same amount.
class Stage {
 public:
  Stage(const std::string& self, int abi)
      : program_(FileOfBuild(self, "tests/bench/start_nothing")),
        shim_(FileOfBuild(self, "shim/liblandshim.so")),
        empty_(FileOfBuild(self, "tests/bench/empty_object.so")),
        least_(Object(self, "least", abi)),
        listed_(Object(self, "listed", abi)) {}

  Program Bare(const std::string& policy) const {
    return {"nothing preloaded",
            program_,
            {"LD_NOTHING=" + empty_, "NO_OBJECTS_PATH=" + policy}};
  }
  Program Empty(const std::string& policy) const {
    return {"an object that does nothing",
            program_,
            {"LD_PRELOAD=" + empty_, "NO_OBJECTS_PATH=" + policy}};
  }
  Program Least(const std::string& policy) const {
    return {"the least object",
            program_,
            {"LD_PRELOAD=" + least_, "NO_OBJECTS_PATH=" + policy}};
  }
  Program Listed(const std::string& list) const {
    return {"the listed object",
            program_,
            {"LD_PRELOAD=" + listed_, "LISTED_PATHS=" + list}};
  }
  Program Shim(const std::string& policy) const {
    return {"the shim",
            program_,
            {"LD_PRELOAD=" + shim_, "LANDSHIM_POLICY=" + policy}};
  }

 private:
  static std::string Object(const std::string& self, const std::string& name,
                            int abi) {
    return FileOfBuild(self, "tests/bench/" + name + "_object_abi" +
                                 std::to_string(abi) + ".so");
  }

  std::string program_;
  std::string shim_;
  std::string empty_;
  std::string least_;
  std::string listed_;
};

void RequireSameLandlock(const Calls& shim, const Calls& least) {
  if (shim.landlock == least.landlock) return;
  for (size_t i = 0; i < shim.landlock.size() && i < least.landlock.size();
       ++i) {
    if (shim.landlock[i] == least.landlock[i]) continue;
    Die("not the same: the shim: " + shim.landlock[i] +
        ", the least object: " + least.landlock[i]);
  }
  Die("the shim and the least object do not add as many rules");
}

void CompareStart(const Stage& stage, const std::string& policy,
                  const Options& options) {
  const Program programs[] = {stage.Bare(policy), stage.Empty(policy),
                              stage.Least(policy), stage.Shim(policy)};
  std::vector<Contestant> contestants;
  for (const Program& program : programs) {
    contestants.push_back({program, options.repetitions});
  }
  const std::vector<Round> rounds = RunRounds(contestants, options.rounds);
  const std::vector<Cost> medians =
      PrintTimes("start with 20 rules, us", contestants, rounds);
  std::printf("\nadded by the shim / added by the least object\n");
  PrintRatios(rounds, medians, 3, 2);
}

void CompareCalls(const Stage& stage, const std::string& policy) {
  const Calls empty = CountCalls(stage.Empty(policy));
  const Calls least = CountCalls(stage.Least(policy));
  const Calls shim = CountCalls(stage.Shim(policy));
  RequireSameLandlock(shim, least);
  std::printf("\nsystem calls beyond an object that does nothing\n");
  std::printf("  the least object %4d: %s\n", least.Total() - empty.Total(),
              Difference(least, empty).c_str());
  std::printf("  the shim         %4d: %s\n", shim.Total() - empty.Total(),
              Difference(shim, empty).c_str());
}

// Microseconds per rule from the smaller number of rules to the larger.
struct Slope {
  size_t small;
  size_t large;
  double rules;

  double Of(const Round& round) const {
    return (round[large].elapsed - round[small].elapsed) / rules;
  }
};

void CompareRules(const Stage& stage, const Scratch& scratch,
                  const std::string& verb, int abi, const Options& options) {
  std::vector<Contestant> contestants;
  for (size_t i = 0; i < options.sizes.size(); ++i) {
    const Scratch::Many many = scratch.ManyRules(verb, options.sizes[i], abi);
    contestants.push_back({stage.Shim(many.policy), options.starts[i]});
    contestants.push_back({stage.Listed(many.list), options.starts[i]});
  }
  RequireSameLandlock(CountCalls(contestants[0].program),
                      CountCalls(contestants[1].program));
  const std::vector<Round> rounds = RunRounds(contestants, options.many_rounds);
  std::printf("\none more `%s` rule, us %17s to %-5d %7d to %-6d ratio\n",
              verb.c_str(), std::to_string(options.sizes[0]).c_str(),
              options.sizes[1], options.sizes[2], options.sizes[3]);
  for (size_t object = 0; object < 2; ++object) {
    const Slope few = {
        object, 2 + object,
        static_cast<double>(options.sizes[1] - options.sizes[0])};
    const Slope many = {
        4 + object, 6 + object,
        static_cast<double>(options.sizes[3] - options.sizes[2])};
    const auto of_few = [&](const Round& r) { return few.Of(r); };
    const auto of_many = [&](const Round& r) { return many.Of(r); };
    const auto ratio = [&](const Round& r) { return many.Of(r) / few.Of(r); };
    const Spread spread = SpreadOf(EachRound(rounds, ratio));
    std::printf("%-30s %14.2f %15.2f    %9.3f (%.3f to %.3f)%s\n",
                contestants[object].program.name.c_str(),
                Median(EachRound(rounds, of_few)),
                Median(EachRound(rounds, of_many)), spread.middle, spread.lower,
                spread.upper, object == 0 ? "   (at most 1.1 wanted)" : "");
  }
}

void Run(const std::string& self, const Options& options) {
  const int abi = KernelAbi();
  const Stage stage(self, abi);
  const Scratch scratch;
  const std::string policy = scratch.TwentyRules();
  ClaimOneProcessor();
  std::printf("Landlock ABI %d; medians of %d rounds of %d starts each\n\n",
              abi, options.rounds, options.repetitions);
  CompareStart(stage, policy, options);
  CompareCalls(stage, policy);
  for (const char* verb : {"read", "write"}) {
    CompareRules(stage, scratch, verb, abi, options);
  }
}

}  // namespace
}  // namespace landshim::bench

int main(int argc, char** argv) {
  landshim::bench::Options options;
  if (argc == 2 && std::string_view(argv[1]) == "--quick") {
    options = {.rounds = 1,
               .repetitions = 3,
               .sizes = {20, 40, 60, 80},
               .starts = {1, 1, 1, 1},
               .many_rounds = 1};
  } else if (argc != 1) {
    std::fputs(landshim::bench::kUsage, stderr);
    return 1;
  }
  try {
    landshim::bench::Run(argv[0], options);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "start: %s\n", failure.what());
    return 1;
  }
  return 0;
}
