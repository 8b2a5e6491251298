// The variables are for the program alone: env sets them behind the emulator.
#include "tests/e2e/emulated_kernel.h"

#include <fstream>
#include <sstream>

namespace landshim::testing {

Emulated RunOnKernel(const std::vector<std::string>& kernel,
                     const std::vector<std::string>& variables,
                     const std::string& testcase,
                     const std::function<void()>& before) {
  const TempDir directory;
  const std::string record = directory.Sub("record");
  std::vector<std::string> argv = {TestFile("tests/kernels/emulate_abi"),
                                   "--record", record};
  argv.insert(argv.end(), kernel.begin(), kernel.end());
  argv.insert(argv.end(), {"--", "env", "LD_PRELOAD=" + ShimPath()});
  argv.insert(argv.end(), variables.begin(), variables.end());
  argv.push_back(TestFile("tests/testcases/" + testcase));
  Emulated emulated;
  emulated.result = Command(argv).Before(before).Run();
  std::ostringstream text;
  text << std::ifstream(record).rdbuf();
  emulated.record = text.str();
  return emulated;
}

}  // namespace landshim::testing
