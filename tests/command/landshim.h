// Runs the landshim command as it was built.
#ifndef TESTS_COMMAND_LANDSHIM_H_
#define TESTS_COMMAND_LANDSHIM_H_

#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::testing {

// The path of the executable.
std::string LandshimPath();

// `landshim WORD...`, to be run; without anything on standard input.
Command Landshim(const std::vector<std::string>& words);

// It must fail: with status 125, this line on descriptor 2 (without "landshim:
// " in front) and nothing on descriptor 1.
void ExpectMistake(const std::vector<std::string>& words,
                   const std::string& line);
void ExpectMistake(Command command, const std::string& line);

// It must succeed without a word on descriptor 2. Returns what it printed.
std::string Printed(const std::vector<std::string>& words);

// All bytes of a file; empty where there is none.
std::string ContentOf(const std::string& path);

}  // namespace landshim::testing

#endif  // TESTS_COMMAND_LANDSHIM_H_
