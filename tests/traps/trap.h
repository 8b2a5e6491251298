// What the tests of traps share: their programs, and how to judge what came of
// running one.
#ifndef TESTS_TRAPS_TRAP_H_
#define TESTS_TRAPS_TRAP_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/lib/process.h"

namespace landshim::traps {

using landshim::testing::Command;
using landshim::testing::Result;
using landshim::testing::ShimPath;
using landshim::testing::TempDir;
using landshim::testing::TestFile;

using Words = std::vector<std::string>;

// What open_for_reading and open_for_writing say first.
inline constexpr char kMainRan[] = "main ran\n";

// The most layers that the kernel takes (LANDLOCK_MAX_NUM_LAYERS).
inline constexpr int kMostLayers = 16;

// What ended like this: exit status, output, and nothing on descriptor 2.
::testing::AssertionResult Ended(const Result& result, int status,
                                 const std::string& out);

// landshim refused to start the program: status 125, this one line on
// descriptor 2, and main never ran.
::testing::AssertionResult Refused(const Result& result,
                                   const std::string& line);

// What emulation or vendors make of it aside, the kernel's ABI; 0 without
// Landlock.
int LandlockAbi();

// True if this process may make mount namespaces. Tests then cover files of the
// system for one child only.
bool CanMount();

// For a child: nothing that it mounts from here on is seen by others. Ends the
// child with status 99 where that fails.
void EnterMountNamespace();
// Puts one directory or file in the place of another, for this child only.
void MountOver(const std::string& what, const std::string& where);

std::string ReadFile(const std::string& path);

// As execve(2) takes them; valid as long as the words are.
std::vector<char*> Pointers(const Words& words);

// Writes a file, and makes the directories above it.
void WriteFile(const std::string& path, const std::string& text);

// A trap that is set under each libc: GetParam() is "glibc" or "musl". Every
// test has a directory with `public/file` and `secret/file`.
class TrapTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override;

  // The path of a program, or of a library, built for the libc of this test.
  std::string Program(const std::string& name) const;
  std::string Library(const std::string& name) const;
  // The libc's ld.so, which can be executed with a program as argument.
  std::string Loader() const;
  bool IsMusl() const { return std::string(GetParam()) == "musl"; }

  // The test's directory, without symbolic links, and files in it.
  const std::string& root() const { return root_; }
  std::string public_file() const { return root_ + "/public/file"; }
  std::string secret_file() const { return root_ + "/secret/file"; }
  // Statements that grant nothing but public/.
  std::string public_only() const { return "read " + root_ + "/public"; }

 private:
  TempDir directory_;
  std::string root_;
};

inline auto BothLibcs() { return ::testing::Values("glibc", "musl"); }
inline std::string LibcName(const ::testing::TestParamInfo<const char*>& info) {
  return info.param;
}

}  // namespace landshim::traps

#endif  // TESTS_TRAPS_TRAP_H_
