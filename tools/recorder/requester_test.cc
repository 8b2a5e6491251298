// What is read of another process is what is there, by whichever way.
#include "tools/recorder/requester.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>

namespace landshim {
namespace {

// Enough for both ways.
constexpr int kTimes = 20;

// Three pages, of which the third is not mapped, in this process and in what it
// forks.
class RequesterTest : public testing::Test {
 protected:
  RequesterTest()
      : page_(static_cast<size_t>(sysconf(_SC_PAGESIZE))),
        pages_(
            static_cast<char*>(mmap(nullptr, 3 * page_, PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    memset(pages_, 'x', 2 * page_);
    munmap(pages_ + 2 * page_, page_);
  }
  ~RequesterTest() override {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
    munmap(pages_, 2 * page_);
  }

  // A process that has the same memory as this one has now, and waits; then it
  // executes sleep(1).
  pid_t Fork() {
    EXPECT_EQ(pipe2(go_, O_CLOEXEC), 0);
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      char go = 0;
      [[maybe_unused]] const ssize_t got = read(go_[0], &go, 1);
      execl("/bin/sleep", "sleep", "1000", nullptr);
      _exit(1);
    }
    return child_;
  }

  void LetExecute() const {
    ASSERT_EQ(write(go_[1], "", 1), 1);
    const Requester again(child_);
    while (std::filesystem::read_symlink(again.Proc("exe")) == self_) {
      usleep(1000);
    }
  }

  // As the child has it at `offset` of the pages.
  uint64_t Address(size_t offset) const {
    return reinterpret_cast<uint64_t>(pages_) + offset;
  }

  const std::string self_ = std::filesystem::read_symlink("/proc/self/exe");
  size_t page_;
  char* pages_;
  pid_t child_ = 0;
  int go_[2] = {-1, -1};
};

TEST_F(RequesterTest, TextsEndWithTheirNul) {
  strcpy(pages_ + 10, "/etc/hosts");
  const Requester requester(Fork());
  for (int i = 0; i < kTimes; ++i) {
    std::string text;
    EXPECT_EQ(requester.ReadText(Address(10), &text), 0);
    EXPECT_EQ(text, "/etc/hosts");
  }
}

TEST_F(RequesterTest, ATextMayEndWhereNothingIsMappedBehind) {
  pages_[2 * page_ - 1] = '\0';
  const Requester requester(Fork());
  for (int i = 0; i < kTimes; ++i) {
    std::string text;
    EXPECT_EQ(requester.ReadText(Address(2 * page_ - 4), &text), 0);
    EXPECT_EQ(text, "xxx");
  }
}

TEST_F(RequesterTest, ATextThatLeavesTheMemoryIsNone) {
  const Requester requester(Fork());
  for (int i = 0; i < kTimes; ++i) {
    std::string text;
    EXPECT_EQ(requester.ReadText(Address(2 * page_ - 4), &text), EFAULT);
    EXPECT_EQ(requester.ReadText(Address(2 * page_), &text), EFAULT);
    EXPECT_EQ(requester.ReadText(0, &text), EFAULT);
    EXPECT_EQ(requester.ReadText(~uint64_t{0}, &text), EFAULT);
  }
}

TEST_F(RequesterTest, ATextIsAtMostAsLongAsAPath) {
  pages_[PATH_MAX - 1] = '\0';
  pages_[page_ + PATH_MAX - 1] = page_ == PATH_MAX ? 'x' : '\0';
  const Requester requester(Fork());
  for (int i = 0; i < kTimes; ++i) {
    std::string text;
    EXPECT_EQ(requester.ReadText(Address(0), &text), 0);
    EXPECT_EQ(text, std::string(PATH_MAX - 1, 'x'));
  }
  pages_[PATH_MAX - 1] = 'x';
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
  const Requester other(Fork());
  for (int i = 0; i < kTimes; ++i) {
    std::string text;
    EXPECT_EQ(other.ReadText(Address(0), &text), ENAMETOOLONG);
  }
}

TEST_F(RequesterTest, BytesAreReadAsAWhole) {
  const Requester requester(Fork());
  for (int i = 0; i < kTimes; ++i) {
    char bytes[16] = {};
    EXPECT_EQ(requester.Read(Address(page_ - 8), bytes, sizeof(bytes)), 0);
    EXPECT_EQ(std::string(bytes, sizeof(bytes)), std::string(16, 'x'));
    EXPECT_EQ(requester.Read(Address(2 * page_ - 8), bytes, sizeof(bytes)),
              EFAULT);
  }
}

TEST_F(RequesterTest, LinksAreReadTimeAndAgain) {
  const Requester requester(Fork());
  for (int i = 0; i < kTimes; ++i) {
    std::string target;
    EXPECT_EQ(requester.ReadLink("cwd", &target), 0);
    EXPECT_EQ(target, std::filesystem::current_path());
    EXPECT_EQ(requester.ReadLink("fd/9999", &target), ENOENT);
  }
}

TEST_F(RequesterTest, MemoryIsOfTheProgramThatIsExecuted) {
  strcpy(pages_, "before");
  for (const int reads : {1, kTimes}) {
    const Requester requester(Fork());
    std::string text;
    for (int i = 0; i < reads; ++i) {
      EXPECT_EQ(requester.ReadText(Address(0), &text), 0);
    }
    LetExecute();
    EXPECT_NE(requester.ReadText(Address(0), &text), 0) << text;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
}

TEST_F(RequesterTest, ProgramsAreAskedForAgainWhenOneExecutes) {
  Requesters requesters;
  EXPECT_EQ(requesters.Of(Fork()).Program(), self_);
  requesters.Execute(child_, "");
  LetExecute();
  EXPECT_EQ(requesters.Of(child_).Program(),
            std::filesystem::canonical("/bin/sleep"));
}

// Names that no file has show that no file was asked for them.
TEST_F(RequesterTest, WhatIsExecutedIsKnownBefore) {
  Requesters requesters;
  EXPECT_EQ(requesters.Of(Fork()).Program(), self_);
  requesters.Execute(child_, "/next");
  LetExecute();
  EXPECT_EQ(requesters.Of(child_).Program(), "/next");
}

TEST_F(RequesterTest, WhatCannotBeExecutedIsNotTheProgram) {
  Requesters requesters;
  EXPECT_EQ(requesters.Of(Fork()).Program(), self_);
  requesters.Execute(child_, "/next");
  EXPECT_EQ(requesters.Of(child_).Program(), self_);
  requesters.Execute(child_, "/other");
  LetExecute();
  EXPECT_EQ(requesters.Of(child_).Program(), "/other");
}

TEST_F(RequesterTest, AForkedProcessRunsWhatItsParentRuns) {
  Image image;
  ASSERT_TRUE(ReadImage(getpid(), "/mark", &image));
  Images images;
  EXPECT_EQ(images.Find(Fork()), nullptr);
  images.Keep(image);
  EXPECT_EQ(Requester(child_, &images).Program(), "/mark");
  LetExecute();
  EXPECT_EQ(images.Find(child_), nullptr);
  EXPECT_EQ(Requester(child_, &images).Program(),
            std::filesystem::canonical("/bin/sleep"));
}

TEST_F(RequesterTest, OnlyTheLastImagesAreKept) {
  Image image;
  ASSERT_TRUE(ReadImage(getpid(), "/mark", &image));
  Images images;
  images.Keep(image);
  Image other = image;
  other.random[0] ^= 1;
  for (int i = 0; i < 3; ++i) images.Keep(other);
  ASSERT_NE(images.Find(getpid()), nullptr);
  EXPECT_EQ(images.Find(getpid())->program, "/mark");
  for (int i = 0; i < 4; ++i) images.Keep(other);
  EXPECT_EQ(images.Find(getpid()), nullptr);
}

TEST_F(RequesterTest, OneThatIsGoneHasNothing) {
  const Requester requester(Fork());
  std::string text;
  EXPECT_EQ(requester.ReadText(Address(0), &text), ENAMETOOLONG);
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
  EXPECT_NE(requester.ReadText(Address(0), &text), 0);
  EXPECT_NE(requester.ReadLink("cwd", &text), 0);
  EXPECT_EQ(Requester(child_).Program(), "?");
}

}  // namespace
}  // namespace landshim
