// Runs programs under emulate_abi for its tests, and returns all that can be
// seen of them.
#ifndef TESTS_KERNELS_RUN_EMULATED_H_
#define TESTS_KERNELS_RUN_EMULATED_H_

#include <string>
#include <vector>

namespace emulation {

using Words = std::vector<std::string>;

struct Outcome {
  int status = -1;  // exit status, or 128 + signal
  std::string out;
  std::string err;
  std::string record;  // what --record wrote
};

// The option that claims this ABI.
Words Claim(int abi);

// Runs a command line as it is, with `input` on its standard input.
Outcome RunCommand(const Words& command, const std::string& input = "");

// Runs `program` under emulate_abi with these options and --record.
Outcome RunEmulated(const Words& options, const Words& program,
                    const std::string& input = "");

// Runs probe_landlock's deeds under emulate_abi.
Outcome Probe(const Words& options, const Words& deeds);

// The same, and returns only the deeds' results, with spaces between.
std::string Results(const Words& options, const Words& deeds);

std::string EmulatorPath();
std::string ProbePath();

// The ABI of the kernel that the test itself runs on; 0 without Landlock.
int RealAbi();

}  // namespace emulation

#endif  // TESTS_KERNELS_RUN_EMULATED_H_
