// What is written is there as whole lines, whoever is killed.
#include "tools/recorder/recording_file.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <sstream>
#include <string>

namespace landshim {
namespace {

class RecordingFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string error;
    ASSERT_TRUE(file_.Open(path_, &error)) << error;
  }
  void TearDown() override { unlink(path_.c_str()); }

  std::string Content() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // Another process that ends by SIGKILL, at the latest when `work` returns.
  // Returns its number.
  static pid_t Fork(const std::function<void()>& work) {
    const pid_t child = fork();
    if (child != 0) return child;
    work();
    kill(getpid(), SIGKILL);
    _exit(1);
  }

  const std::string path_ =
      testing::TempDir() + "/recording_file_test." + std::to_string(getpid());
  RecordingFile file_;
};

// At most that many bytes may be in a file.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t most) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const struct rlimit now = {most, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~SizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;

 private:
  struct rlimit before_ = {};
};

TEST_F(RecordingFileTest, LinesAreThereAtOnce) {
  file_.Write("one\n");
  EXPECT_EQ(Content(), "one\n");
}

TEST_F(RecordingFileTest, LinesThatAreHeldAreThereWhenFlushed) {
  file_.HoldLines();
  file_.Write("one\n");
  file_.Write("two\n");
  EXPECT_EQ(Content(), "");
  file_.Flush();
  EXPECT_EQ(Content(), "one\ntwo\n");
  file_.Flush();
  EXPECT_EQ(Content(), "one\ntwo\n");
}

TEST_F(RecordingFileTest, ManyLinesAreNotHeld) {
  file_.HoldLines();
  const std::string line = std::string(999, 'x') + "\n";
  std::string all;
  for (int i = 0; i < 100; ++i) {
    file_.Write(line);
    all += line;
  }
  EXPECT_GT(Content().size(), 60000U);
  file_.Flush();
  EXPECT_EQ(Content(), all);
}

TEST_F(RecordingFileTest, ALineThatIsLongerThanAllThatIsHeldIsWritten) {
  file_.HoldLines();
  const std::string line = std::string(100000, 'x') + "\n";
  file_.Write("short\n");
  file_.Write(line);
  EXPECT_EQ(Content(), "short\n" + line);
}

TEST_F(RecordingFileTest, LinesForWhichThereIsNoRoomAreLostAsAWhole) {
  for (const bool held : {false, true}) {
    if (held) file_.HoldLines();
    const SizeLimit limit(Content().size() + 25);
    for (int i = 0; i < 5; ++i) file_.Write("012345678\n");
    file_.Flush();
  }
  EXPECT_EQ(file_.lost(), 6U);
  EXPECT_EQ(file_.last_error(), EFBIG);
  file_.Write("more\n");
  file_.Flush();
  EXPECT_EQ(Content(), "012345678\n012345678\n012345678\n012345678\nmore\n");
}

TEST_F(RecordingFileTest, AShorterLineCanHaveRoom) {
  file_.HoldLines();
  const SizeLimit limit(10);
  file_.Write("012345678901\n");
  file_.Write("0123\n");
  file_.Flush();
  EXPECT_EQ(Content(), "0123\n");
  EXPECT_EQ(file_.lost(), 1U);
}

TEST_F(RecordingFileTest, HeldLinesAreRescuedFromAWriterThatIsKilled) {
  file_.HoldLines();
  waitpid(Fork([this] {
            file_.Write("one\n");
            file_.Write("two\n");
          }),
          nullptr, 0);
  EXPECT_EQ(Content(), "");
  file_.Rescue();
  EXPECT_EQ(Content(), "one\ntwo\n");
  file_.Rescue();
  EXPECT_EQ(Content(), "one\ntwo\n");
}

// At whatever moment: nothing is missing of what Write() returned for, no line
// is cut off, and only those that were being written can be there twice.
TEST_F(RecordingFileTest, NothingIsMissingWheneverTheWriterIsKilled) {
  const uint32_t seed = std::random_device()();
  printf("seed %u\n", seed);
  std::mt19937 random(seed);
  file_.HoldLines();
  auto* const written = static_cast<std::atomic<int>*>(
      mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE,
           MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  for (int round = 0; round < 50; ++round) {
    const pid_t child = Fork([this, written, round] {
      for (int i = 0; i < 2000000; ++i) {
        file_.Write(std::to_string(round) + ' ' + std::to_string(i) + '\n');
        *written = i + 1;
        if (i % 7 == 0) file_.Flush();
      }
    });
    usleep(random() % 3000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    file_.Rescue();
    const std::string content = Content();
    std::istringstream lines(content);
    int next = 0;
    for (std::string line; std::getline(lines, line);) {
      int number = -1;
      int of = -1;
      ASSERT_TRUE(std::istringstream(line) >> of >> number) << line;
      if (of != round) continue;
      ASSERT_LE(number, next) << line;
      next = number + 1;
    }
    EXPECT_GE(next, *written) << round;
    // It may have been killed before it wrote anything.
    EXPECT_TRUE(content.empty() || content.ends_with('\n'));
    ASSERT_EQ(truncate(path_.c_str(), 0), 0);
    file_.Write("0 0\n");
    *written = 0;
  }
}

}  // namespace
}  // namespace landshim
