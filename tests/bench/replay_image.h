// Writes an executable that makes recorded calls: replay_calls.cc with a table.
#ifndef TESTS_BENCH_REPLAY_IMAGE_H_
#define TESTS_BENCH_REPLAY_IMAGE_H_

#include <string>
#include <vector>

#include "tests/bench/record_calls.h"

namespace landshim::bench {

// The content of the file `replay_calls`, with `calls` written into its table.
std::string ReplayImage(const std::string& replay_calls,
                        const std::vector<RecordedCall>& calls);

}  // namespace landshim::bench

#endif  // TESTS_BENCH_REPLAY_IMAGE_H_
