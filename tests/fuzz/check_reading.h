// What must hold for every text that is read as a policy, however broken.
#ifndef LANDSHIM_TESTS_FUZZ_CHECK_READING_H_
#define LANDSHIM_TESTS_FUZZ_CHECK_READING_H_

#include <string>
#include <string_view>

namespace landshim::testing {

// Reads the bytes as a policy of every kind of source, twice each, in a fixed
// environment; follows includes of fragments. Returns what does not hold:
// that reading ends, that places lie where words begin, that paths, ports and
// ranges are in bounds, that both readings agree, and that nothing gets lost
// between what the policy means and what a kernel is asked for. Empty if all
// is well.
std::string CheckReading(std::string_view bytes);

}  // namespace landshim::testing

#endif  // LANDSHIM_TESTS_FUZZ_CHECK_READING_H_
