// Runs `landshim check` for tests, in a directory with something to look at.
#ifndef TESTS_CHECK_CHECKING_H_
#define TESTS_CHECK_CHECKING_H_

#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::testing {

// `landshim check ARGUMENTS...`
Command Check(const std::vector<std::string>& arguments);

// A directory that holds file ("content"), program, script, fifo, empty/,
// full/file and link (to file). Texts write '@' for its path.
class Ground {
 public:
  Ground();

  const std::string& path() const { return directory_.path(); }
  std::string Expand(std::string text) const;

  // Writes app.policy, whose first line is `landshim 1`, and returns its path.
  std::string Policy(const std::string& statements) const;

  // Check with each argument expanded, in this directory.
  Command Run(std::vector<std::string> arguments) const;

  // Each name with its kind, size, content and time of change, sorted.
  std::string Describe() const;

 private:
  TempDir directory_;
};

// The first line of a text, without its end.
std::string FirstLine(const std::string& text);

// What comes before the table of kernels, without lines about the sockets of
// container engines, which some machines have.
std::string FindingsOf(const std::string& out);

}  // namespace landshim::testing

#endif  // TESTS_CHECK_CHECKING_H_
