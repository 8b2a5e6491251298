// Learning where Yama lets a process look only into its descendants
// (ptrace_scope 1). It changes a setting of the whole machine, so it runs in
// the virtual machines of tests/kernels/vm only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/learn/learning.h"
#include "tests/lib/kernel.h"
#include "tests/lib/process.h"

namespace landshim::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kScope[] = "/proc/sys/kernel/yama/ptrace_scope";

class LearnUnderYama : public ::testing::Test {
 protected:
  void SetUp() override {
    if (getenv("LANDSHIM_EXPECT_ABI") == nullptr) {
      GTEST_SKIP() << "not in a virtual machine of its own";
    }
    if (access(kScope, W_OK) != 0) GTEST_SKIP() << "this kernel has no Yama";
    std::ifstream(kScope) >> before_;
    std::ofstream(kScope) << "1\n";
    chmod(directory_.path().c_str(), 0777);
    file_ = directory_.Write("file", "text\n");
  }

  void TearDown() override {
    if (!before_.empty()) std::ofstream(kScope) << before_ << '\n';
  }

  // Root may look anywhere.
  static Command AsNobody(Command command) {
    return command.Before(BecomeNobody);
  }

  std::string recording() const { return directory_.Sub("app.rec"); }

  TempDir directory_;
  std::string file_;
  std::string before_;
};

std::string Program() {
  return ForEverybody(TestFile("tests/testcases/open_read"), "open_read");
}

TEST_F(LearnUnderYama, RecordsWhatItStarts) {
  const Result result =
      AsNobody(Command({ForEverybody(TestFile("tools/landshim"), "landshim"),
                        "learn", "-o", recording(), "--", Program(), file_}))
          .Run();
  EXPECT_EQ(result.status, 0) << result;
  std::string text;
  std::getline(std::ifstream(recording()), text, '\0');
  EXPECT_THAT(text, HasSubstr("\"path\":\"" + file_ + "\""));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("\"gap\"")));
}

TEST_F(LearnUnderYama, RefusesWhatItDidNotStartAndNamesTheOtherWay) {
  const Result result =
      AsNobody(Command({Program(), file_})
                   .Preload()
                   .Env("LANDSHIM_LEARN", recording())
                   .Env("LANDSHIM_BIN",
                        ForEverybody(TestFile("tools/landshim"), "landshim")))
          .Run();
  EXPECT_EQ(result.status, 125) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "landshim: LANDSHIM_LEARN: this system lets no process look into "
            "one that it did not start (permission denied (EACCES); "
            "Yama's ptrace_scope?); use 'landshim learn', which starts the "
            "program\n");
  EXPECT_NE(access(recording().c_str(), F_OK), 0);
}

}  // namespace
}  // namespace landshim::testing
