// Repeated starts of several programs in turn, so that whatever slows the
// machine down for a while slows all of them down.
#ifndef TESTS_BENCH_ROUNDS_H_
#define TESTS_BENCH_ROUNDS_H_

#include <functional>
#include <vector>

#include "tests/bench/launch.h"

namespace landshim::bench {

// The median; with an even number the upper one of the two.
double Median(std::vector<double> values);

// The quartiles around it.
struct Spread {
  double lower = 0;
  double middle = 0;
  double upper = 0;
};
Spread SpreadOf(std::vector<double> values);

// One program and how often each round starts it.
struct Contestant {
  Program program;
  int repetitions = 1;
};

// The medians of one round, one for each contestant in their order.
using Round = std::vector<Cost>;

// Starts every contestant once before all rounds.
std::vector<Round> RunRounds(const std::vector<Contestant>& contestants,
                             int rounds);

// A number taken from each round, such as a ratio of two medians.
std::vector<double> EachRound(const std::vector<Round>& rounds,
                              const std::function<double(const Round&)>& take);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_ROUNDS_H_
