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

// Gives the file an access control list by which `user` has these rights (4
// read, 2 write, 1 execute). False: the file system has none.
bool ListUser(const std::string& path, uid_t user, unsigned rights);

std::string ContentOf(const std::string& path);

}  // namespace landshim::attacks

#endif  // TESTS_ATTACKS_ATTACK_H_
