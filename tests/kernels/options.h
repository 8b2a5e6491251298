// The command line of emulate_abi.
#ifndef TESTS_KERNELS_OPTIONS_H_
#define TESTS_KERNELS_OPTIONS_H_

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "tests/kernels/landlock_facts.h"

namespace emulation {

struct Options {
  std::optional<int> claim;  // the ABI to show; the kernel's own without it
  AccessMasks lack;          // rights refused although the ABI has them
  std::map<std::string, int> fail;  // call name -> errno it always ends with
  std::string record;        // file to append the recording to; none if empty
  char** program = nullptr;  // PROG ARGS... up to a null pointer
};

// Returns the options, or the message that says which argument is wrong.
std::variant<Options, std::string> ParseOptions(int argc, char** argv);

}  // namespace emulation

#endif  // TESTS_KERNELS_OPTIONS_H_
