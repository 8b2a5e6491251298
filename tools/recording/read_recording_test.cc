// Whole recordings: several runs, and those that were cut off.
#include "tools/recording/read_recording.h"

#include <gtest/gtest.h>

#include <cerrno>
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

TEST(Recording, CountsTheStartWhereNoShimSaidThatItWasThere) {
  const auto line = [](const std::string& operation) {
    return ToLine(Fact{.operation = operation,
                       .path = "/x",
                       .kind = FileKind::kRegular,
                       .actor = {"/usr/bin/app", Phase::kStart, false}});
  };
  const std::string begin = Start() + line("exec") + line("read");
  for (const bool marked : {false, true}) {
    std::vector<RecordedRun> runs;
    std::string error;
    const std::string mark = marked ? ToLine(RunMark{}) : "";
    ASSERT_TRUE(
        ReadRuns("app.rec", begin + mark + Start() + Read("/a"), &runs, &error))
        << error;
    EXPECT_EQ(runs[0].facts[0].actor.phase, Phase::kStart);
    EXPECT_EQ(runs[0].facts[1].actor.phase,
              marked ? Phase::kStart : Phase::kMain);
  }
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
    // It is nobody's call.
    EXPECT_EQ(runs[0].gaps[0].call, "");
    EXPECT_EQ(runs[0].gaps[0].actor.program, "");
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

TEST(Recording, OfALaterVersionSaysSo) {
  std::string start = Start();
  const std::string version = "\"version\":1";
  start.replace(start.find(version), version.size(), "\"version\":2");
  const std::string error =
      "it has version 2, and this landshim reads up to 1; record again, or "
      "remove the line";
  EXPECT_EQ(ErrorOf(start), "app.rec:1: " + error);
  EXPECT_EQ(ErrorOf(Start() + start), "app.rec:2: " + error);
}

// The line of a fact that did not fail.
std::string Line(const std::string& operation, const std::string& path,
                 const std::string& new_path = {}) {
  return ToLine(Fact{.operation = operation,
                     .path = path,
                     .new_path = new_path,
                     .actor = {.program = "/usr/bin/app"}});
}

TEST(Recording, WithPathsThatNoRecorderWritesIsRefused) {
  const std::string nul("/a\0b", 4);
  for (const std::string& path :
       {std::string("a"), std::string("/a/../b"), std::string("//a"),
        std::string("/a//b"), std::string("/a/"), std::string("/."),
        std::string("./a"), std::string(), nul}) {
    for (const std::string& line :
         {Line("read", path), Line("open", path), Line("mkdir", path),
          Line("connect unix", path), Line("rename", path, "/b"),
          Line("rename", "/b", path)}) {
      EXPECT_EQ(ErrorOf(Start() + Read("/a") + line),
                "app.rec:3: no recorder writes such a path; record again, or "
                "remove the line")
          << line;
    }
  }
}

TEST(Recording, WithQueuesThatCannotBeIsRefused) {
  for (const std::string name : {"", "/", "/..", "..", "/a/b", "a/../../b"}) {
    EXPECT_NE(ErrorOf(Start() + Line("mq_open", name)).find("app.rec:2: "),
              std::string::npos)
        << name;
  }
}

TEST(Recording, MayHaveOtherTextsThanPaths) {
  Fact failed = {.operation = "read", .path = "x/../y", .error = ENOENT};
  for (const std::string& line :
       {Line("connect abstract", std::string("a\0/../b", 7)),
        Line("mq_open", "queue"), Line("mq_open", "/queue"), Line("signal", ""),
        Line("read", "(unreachable)/x"), Line("read", "/"), ToLine(failed),
        Line("frobnicate", "../x")}) {
    std::vector<RecordedRun> runs;
    std::string error;
    EXPECT_TRUE(ReadRuns("app.rec", Start() + line, &runs, &error)) << error;
  }
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
