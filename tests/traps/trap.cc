// Finds the programs in the runfiles, and covers files in private namespaces.
#include "tests/traps/trap.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace landshim::traps {
namespace {

constexpr long kCreateRuleset = 444;
constexpr int kSetUpFailed = 99;

::testing::AssertionResult Judge(bool good, const Result& result) {
  return (good ? ::testing::AssertionSuccess() : ::testing::AssertionFailure())
         << result;
}

}  // namespace

::testing::AssertionResult Ended(const Result& result, int status,
                                 const std::string& out) {
  return Judge(
      result.status == status && result.out == out && result.err.empty(),
      result);
}

::testing::AssertionResult Refused(const Result& result,
                                   const std::string& line) {
  const std::string expected = "landshim: " + line + "\n";
  return Judge(result.status == 125 && result.out.empty() &&
                   result.err == expected,
               result)
         << "\nexpected: " << expected;
}

int LandlockAbi() {
  const long abi = syscall(kCreateRuleset, nullptr, 0, 1);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

bool CanMount() {
  const pid_t child = fork();
  if (child == 0) {
    EnterMountNamespace();
    _exit(0);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && status == 0;
}

void EnterMountNamespace() {
  if (unshare(CLONE_NEWNS) < 0 ||
      mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0) {
    _exit(kSetUpFailed);
  }
}

void MountOver(const std::string& what, const std::string& where) {
  if (mount(what.c_str(), where.c_str(), nullptr, MS_BIND, nullptr) < 0) {
    _exit(kSetUpFailed);
  }
}

void WriteFile(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(
      std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<char*> Pointers(const Words& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

void TrapTest::SetUp() {
  if (LandlockAbi() == 0) GTEST_SKIP() << "this kernel has no Landlock";
  root_ = std::filesystem::canonical(directory_.path());
  WriteFile(public_file(), "anyone may read this\n");
  WriteFile(secret_file(), "nobody may read this\n");
}

std::string TrapTest::Program(const std::string& name) const {
  return TestFile(std::string("tests/traps/") + GetParam() + "/" + name);
}

std::string TrapTest::Library(const std::string& name) const {
  return Program("lib" + name + ".so");
}

std::string TrapTest::Loader() const {
#if defined(__aarch64__)
  return IsMusl() ? "/lib/ld-musl-aarch64.so.1" : "/lib/ld-linux-aarch64.so.1";
#else
  return IsMusl() ? "/lib/ld-musl-x86_64.so.1" : "/lib64/ld-linux-x86-64.so.2";
#endif
}

}  // namespace landshim::traps
