// A thin layer over tests/lib.
#include "tests/command/landshim.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <utility>

namespace landshim::testing {

std::string LandshimPath() { return TestFile("tools/landshim"); }

Command Landshim(const std::vector<std::string>& words) {
  std::vector<std::string> argv = {LandshimPath()};
  argv.insert(argv.end(), words.begin(), words.end());
  return Command(argv);
}

void ExpectMistake(Command command, const std::string& line) {
  const Result result = command.Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err, "landshim: " + line + "\n");
  EXPECT_EQ(result.out, "");
}

void ExpectMistake(const std::vector<std::string>& words,
                   const std::string& line) {
  ExpectMistake(Landshim(words), line);
}

std::string Printed(const std::vector<std::string>& words) {
  const Result result = Landshim(words).Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.err, "");
  return result.out;
}

std::string ContentOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace landshim::testing
