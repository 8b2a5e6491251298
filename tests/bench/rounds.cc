// The order changes from start to start: the kernel frees the rules of a
// process that ended a little later, and its successor must not always be the
// same one.
#include "tests/bench/rounds.h"

#include <algorithm>
#include <random>

namespace landshim::bench {
namespace {

Cost MedianCost(const std::vector<Cost>& costs) {
  std::vector<double> elapsed;
  std::vector<double> processor;
  for (const Cost& cost : costs) {
    elapsed.push_back(cost.elapsed);
    processor.push_back(cost.processor);
  }
  return {Median(elapsed), Median(processor)};
}

// Every contestant as often as it wants, in random order.
std::vector<size_t> Shuffled(const std::vector<Contestant>& contestants,
                             std::mt19937* random) {
  std::vector<size_t> order;
  for (size_t i = 0; i < contestants.size(); ++i) {
    order.insert(order.end(), static_cast<size_t>(contestants[i].repetitions),
                 i);
  }
  std::shuffle(order.begin(), order.end(), *random);
  return order;
}

}  // namespace

Spread SpreadOf(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const size_t count = values.size();
  return {values[count / 4], values[count / 2], values[count * 3 / 4]};
}

double Median(std::vector<double> values) {
  return SpreadOf(std::move(values)).middle;
}

std::vector<Round> RunRounds(const std::vector<Contestant>& contestants,
                             int rounds) {
  std::mt19937 random(1);
  for (const Contestant& contestant : contestants) Launch(contestant.program);
  std::vector<Round> results;
  for (int i = 0; i < rounds; ++i) {
    std::vector<std::vector<Cost>> costs(contestants.size());
    for (const size_t next : Shuffled(contestants, &random)) {
      costs[next].push_back(Launch(contestants[next].program));
    }
    Round round;
    for (const std::vector<Cost>& own : costs) round.push_back(MedianCost(own));
    results.push_back(round);
  }
  return results;
}

std::vector<double> EachRound(const std::vector<Round>& rounds,
                              const std::function<double(const Round&)>& take) {
  std::vector<double> values;
  values.reserve(rounds.size());
  for (const Round& round : rounds) values.push_back(take(round));
  return values;
}

}  // namespace landshim::bench
