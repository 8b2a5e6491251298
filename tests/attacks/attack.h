// What attacks are made of besides tests/run/launch.h: programs that are
// compiled as odd as an attacker would have them.
#ifndef TESTS_ATTACKS_ATTACK_H_
#define TESTS_ATTACKS_ATTACK_H_

#include <gtest/gtest.h>
#include <sys/types.h>

#include <string>

#include "tests/run/launch.h"

namespace landshim::attacks {

using landshim::testing::Command;
using landshim::testing::Result;
using landshim::testing::Scene;
using landshim::testing::ShimPath;
using landshim::testing::TempDir;
using landshim::testing::Words;

// Compiles C `source` to scene.Sub(name), directories above it made, and
// returns that path. `compiler` and `flags` as on a command line: gcc,
// musl-gcc. Fails the test where that does not work.
std::string Compile(const Scene& scene, const std::string& name,
                    const std::string& source, const Words& flags = {},
                    const std::string& compiler = "gcc");

// A program that prints the file argv[1], or ends with errno.
extern const char kReadFile[];

// `landshim ARGUMENTS...`
Command Landshim(const Words& arguments);

std::string ContentOf(const std::string& path);

// Another process that exchanges two names as fast as it can, until the
// destructor ends it.
class Swapper {
 public:
  Swapper(const std::string& a, const std::string& b);
  ~Swapper();
  Swapper(const Swapper&) = delete;
  Swapper& operator=(const Swapper&) = delete;

 private:
  pid_t pid_;
};

}  // namespace landshim::attacks

#endif  // TESTS_ATTACKS_ATTACK_H_
