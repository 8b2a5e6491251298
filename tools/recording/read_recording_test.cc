// Whole recordings: several runs, and those that were cut off.
#include "tools/recording/read_recording.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tools/recording/lines.h"

namespace landshim {
namespace {

const std::string& Start() {
  static const auto& line = *new std::string(ToLine(
      RunStart{.id = "1", .program = "/usr/bin/app", .command = {"app"}}));
  return line;
}

std::string Read(const std::string& path) {
  return ToLine(Fact{.operation = "read",
                     .path = path,
                     .kind = FileKind::kRegular,
                     .actor = {.program = "/usr/bin/app"}});
}

std::string ErrorOf(const std::string& text) {
  std::vector<RecordedRun> runs;
  std::string error;
  EXPECT_FALSE(ReadRuns("app.rec", text, &runs, &error));
  return error;
}

TEST(Recording, HoldsRunsOneBehindTheOther) {
  std::vector<RecordedRun> runs;
  std::string error;
  ASSERT_TRUE(ReadRuns("app.rec",
                       Start() + Read("/a") + ToLine(RunEnd{3}) + Start() +
                           Read("/b") + Read("/c"),
                       &runs, &error))
      << error;
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].status, 3);
  ASSERT_EQ(runs[0].facts.size(), 1U);
  EXPECT_EQ(runs[0].facts[0].path, "/a");
  EXPECT_EQ(runs[1].status, -1);
  EXPECT_EQ(runs[1].facts.size(), 2U);
  EXPECT_TRUE(runs[1].gaps.empty());
}

TEST(Recording, ThatIsCutOffSaysSoAsAGap) {
  const std::string line = Read("/b");
  for (size_t size = 1; size + 1 < line.size(); ++size) {
    std::vector<RecordedRun> runs;
    std::string error;
    ASSERT_TRUE(ReadRuns("app.rec", Start() + Read("/a") + line.substr(0, size),
                         &runs, &error))
        << error;
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].facts.size(), 1U);
    ASSERT_EQ(runs[0].gaps.size(), 1U);
    EXPECT_EQ(runs[0].gaps[0].why, "the recording's last line was cut off");
  }
}

TEST(Recording, ThatIsCutOffCanHaveAnotherBehindIt) {
  const std::string line = Read("/b");
  for (const char* between : {"", "\n"}) {
    std::vector<RecordedRun> runs;
    std::string error;
    ASSERT_TRUE(ReadRuns(
        "app.rec", Start() + line.substr(0, 20) + between + Start() + line,
        &runs, &error))
        << error;
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].gaps.size(), 1U);
    EXPECT_EQ(runs[1].facts.size(), 1U);
    EXPECT_TRUE(runs[1].gaps.empty());
  }
}

TEST(Recording, ThatIsDamagedInTheMiddleIsRefused) {
  EXPECT_EQ(ErrorOf(Start() + "{\"op\n" + Read("/a")),
            "app.rec:2: it is no JSON; record again, or remove the line");
}

TEST(Recording, ThatIsNoneSaysSo) {
  EXPECT_EQ(ErrorOf(""),
            "app.rec: there is no run in it; record one by 'landshim learn'");
  EXPECT_EQ(ErrorOf(Read("/a")),
            "app.rec:1: it does not begin as a recording; is it one?");
  EXPECT_EQ(ErrorOf("landshim 1"),
            "app.rec:1: it does not begin as a recording; is it one?");
  EXPECT_EQ(ErrorOf(Start() + "x\n"),
            "app.rec:2: it is no JSON; record again, or remove the line");
}

TEST(Recording, ThatIsMissingSaysHowToMakeOne) {
  std::vector<RecordedRun> runs;
  std::string error;
  EXPECT_FALSE(ReadRecording("/nonexistent/app.rec", &runs, &error));
  EXPECT_EQ(error,
            "/nonexistent/app.rec: the recording cannot be read: no such file "
            "or directory (ENOENT); record one by 'landshim learn'");
}

}  // namespace
}  // namespace landshim
