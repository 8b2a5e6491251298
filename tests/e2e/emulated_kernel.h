// Runs testcases under the shim on an emulated kernel, which records what it is
// asked for.
#ifndef TESTS_E2E_EMULATED_KERNEL_H_
#define TESTS_E2E_EMULATED_KERNEL_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::testing {

struct Emulated {
  Result result;
  std::string record;  // as tests/kernels/record.h has it
};

// `kernel`: options of emulate_abi. `variables`: NAME=VALUE each. `before`: as
// Command::Before, in the emulator.
Emulated RunOnKernel(
    const std::vector<std::string>& kernel,
    const std::vector<std::string>& variables,
    const std::string& testcase = "print_marker",
    const std::function<void()>& before = [] {});

}  // namespace landshim::testing

#endif  // TESTS_E2E_EMULATED_KERNEL_H_
