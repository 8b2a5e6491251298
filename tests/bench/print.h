// Tables of times and lines of ratios.
#ifndef TESTS_BENCH_PRINT_H_
#define TESTS_BENCH_PRINT_H_

#include <string>
#include <vector>

#include "tests/bench/rounds.h"

namespace landshim::bench {

// The medians of the rounds for each contestant, and what it takes more than
// the first one. `title` says what is started. Microseconds. Returns them.
std::vector<Cost> PrintTimes(const char* title,
                             const std::vector<Contestant>& contestants,
                             const std::vector<Round>& rounds);

// What the contestant `measured` adds to the first one, divided by what the
// contestant `least` adds, in `medians` and round by round. At most 1.15 is
// wanted.
void PrintRatios(const std::vector<Round>& rounds,
                 const std::vector<Cost>& medians, size_t measured,
                 size_t least);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_PRINT_H_
