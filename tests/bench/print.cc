// Elapsed and processor time side by side, in the same places everywhere.
#include "tests/bench/print.h"

#include <cstdio>

namespace landshim::bench {
namespace {

void PrintRatio(const char* what, const std::vector<double>& ratios,
                const char* demand) {
  const Spread spread = SpreadOf(ratios);
  std::printf("%-40s %5.3f   half of the rounds: %5.3f to %5.3f%s\n", what,
              spread.middle, spread.lower, spread.upper, demand);
}

}  // namespace

std::vector<Cost> PrintTimes(const char* title,
                             const std::vector<Contestant>& contestants,
                             const std::vector<Round>& rounds) {
  std::printf("%-36s %10s %10s %10s %10s\n", title, "elapsed", "added", "CPU",
              "added");
  std::vector<Cost> medians;
  for (size_t i = 0; i < contestants.size(); ++i) {
    const auto elapsed = [i](const Round& r) { return r[i].elapsed; };
    const auto processor = [i](const Round& r) { return r[i].processor; };
    medians.push_back({Median(EachRound(rounds, elapsed)),
                       Median(EachRound(rounds, processor))});
    std::printf("%-36s %10.1f %10.1f %10.1f %10.1f\n",
                contestants[i].program.name.c_str(), medians[i].elapsed,
                medians[i].elapsed - medians[0].elapsed, medians[i].processor,
                medians[i].processor - medians[0].processor);
  }
  return medians;
}

void PrintRatios(const std::vector<Round>& rounds,
                 const std::vector<Cost>& medians, size_t measured,
                 size_t least) {
  const auto elapsed = [&](const std::vector<Cost>& r) {
    return (r[measured].elapsed - r[0].elapsed) /
           (r[least].elapsed - r[0].elapsed);
  };
  const auto processor = [&](const std::vector<Cost>& r) {
    return (r[measured].processor - r[0].processor) /
           (r[least].processor - r[0].processor);
  };
  PrintRatio("  elapsed", EachRound(rounds, elapsed),
             "   (at most 1.15 wanted)");
  PrintRatio("  CPU", EachRound(rounds, processor), "");
  std::printf("  of the medians above                   %5.3f and %5.3f\n",
              elapsed(medians), processor(medians));
}

}  // namespace landshim::bench
