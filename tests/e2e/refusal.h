// What every failure of start-up has in common: status 125, one line that says
// why, and a program that never ran.
#ifndef TESTS_E2E_REFUSAL_H_
#define TESTS_E2E_REFUSAL_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/lib/process.h"

namespace landshim::testing {

// A program that would say that it ran, with the shim preloaded.
inline Command Marker() {
  return Command({TestFile("tests/testcases/print_marker")}).Preload();
}

// `message` is the line without "landshim: " and newline.
inline void ExpectRefusal(Command command, const std::string& message) {
  const Result result = command.Run();
  EXPECT_EQ(result.status, 125);
  EXPECT_EQ(result.err, "landshim: " + message + "\n");
  EXPECT_EQ(result.out, "");
}

inline void ExpectRun(Command command, const std::string& stderr_text = "") {
  const Result result = command.Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, stderr_text);
  EXPECT_EQ(result.out, "main ran\n");
}

}  // namespace landshim::testing

#endif  // TESTS_E2E_REFUSAL_H_
