// What goes wrong while a program is recorded, and how much of it there may be.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/learn/learning.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kFailed = 125;
constexpr int kKilled = 128 + SIGKILL;

// How a Python program finds those that watch it.
constexpr char kWatchers[] =
    "import re, signal, sys, time\n"
    "def parent(pid):\n"
    "  return int(re.search('PPid:.(.*)', open('/proc/%d/status' % pid)"
    ".read())[1])\n"
    "recorder = os.getppid(); front = parent(parent(recorder))\n";

TEST(Learn, ThatIsKilledEndsTheProgramAndLeavesAGoodRecording) {
  const Workshop ground;
  const Learned learned =
      ground.LearnPython(std::string(kWatchers) +
                         "open('before', 'w')\n"
                         "os.kill(recorder, signal.SIGKILL)\n"
                         "while True: open('after', 'w'); time.sleep(0.01)\n");
  EXPECT_EQ(learned.result.status, kKilled) << learned;
  EXPECT_EQ(learned.result.err,
            "landshim: learn: the recorder was ended, and the program with it; "
            "what was recorded is good: see why (memory?), and learn again\n");
  EXPECT_TRUE(learned.Has("open write,create,truncate " + ground.Sub("before") +
                          " (nothing)"))
      << learned;
  EXPECT_EQ(learned.runs.at(0).status, -1);
}

TEST(Learn, WhoseFrontIsKilledGoesOn) {
  const Workshop ground;
  const Learned learned = ground.LearnPython(std::string(kWatchers) +
                                             "os.setsid()\n"
                                             "os.kill(front, signal.SIGKILL)\n"
                                             "open('after', 'w')\n");
  EXPECT_EQ(learned.result.status, kKilled) << learned;
  // The recorder may still be about to write it.
  for (int i = 0; i < 100; ++i) {
    const Learned later = ground.Read({});
    // Its status may be that of the test, which ends what is left.
    if (later.runs.at(0).status >= 0) {
      EXPECT_TRUE(later.Has("open write,create,truncate " +
                            ground.Sub("after") + " (nothing)"))
          << later;
      return;
    }
    usleep(50000);
  }
  FAIL() << "the recording has no end";
}

TEST(Learn, ThatCannotWriteDoesNotBegin) {
  const Workshop ground;
  const std::string marker = ground.Sub("marker");
  const auto learn = [&](const std::string& recording) {
    return Landshim({"learn", "-o", recording, "--", "/usr/bin/touch", marker})
        .Run();
  };
  Result result = learn(ground.Sub("no/app.rec"));
  EXPECT_EQ(result.status, kFailed);
  EXPECT_EQ(
      result.err,
      "landshim: " + ground.Sub("no/app.rec") +
          ": no file can be made in its directory: no such file or directory "
          "(ENOENT); name a directory that exists and that you may write to\n");
  const std::string other = ground.Beside("other");
  std::ofstream(other) << "landshim 1\n";
  result = learn(other);
  EXPECT_EQ(result.status, kFailed);
  EXPECT_EQ(result.err,
            "landshim: " + other +
                ": the file is there and is no recording; remove it, or name "
                "another one by '-o'\n");
  EXPECT_FALSE(fs::exists(marker));
}

TEST(Learn, SaysOfAProgramThatCannotBeStartedWhatRunSays) {
  const Workshop ground;
  std::ofstream(ground.Sub("script")) << "#!/nonexistent/shell\n";
  std::ofstream(ground.Sub("text")) << "text\n";
  chmod(ground.Sub("script").c_str(), 0755);
  for (const std::string& program :
       {std::string("no-such-program"), ground.Sub("missing"),
        ground.Sub("script"), ground.Sub("text"), ground.path()}) {
    const Result run =
        Landshim({"run", "--rule", "read /", "--", program}).Run();
    const Result learn = ground.Learning({program}).Run();
    EXPECT_EQ(learn.status, run.status) << learn;
    EXPECT_EQ(learn.err, run.err);
    EXPECT_FALSE(fs::exists(ground.recording()));
  }
}

TEST(Learn, LeavesARecordingForNobodyElseToRead) {
  const Workshop ground;
  ground.Learn({"/bin/true"});
  struct stat status = {};
  ASSERT_EQ(stat(ground.recording().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST(Learn, AddsARunToARecordingThatIsThere) {
  const Workshop ground;
  ground.Learn({"/bin/true"});
  // As after a crash.
  std::ofstream(ground.recording(), std::ios::app) << R"({"op":"open","pa)";
  const Learned learned = ground.Learn({"/bin/true"});
  EXPECT_EQ(learned.runs.size(), 2U) << learned.text;
  EXPECT_EQ(learned.runs.at(1).status, 0);
}

TEST(Learn, WaitsForNoOtherRun) {
  const Workshop ground;
  ground.Learn({"/bin/true"});
  const int fd = open(ground.recording().c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(fd, LOCK_EX), 0);
  const Result result = ground.Learning({"/bin/true"}).Run();
  close(fd);
  EXPECT_EQ(result.status, kFailed);
  EXPECT_EQ(result.err,
            "landshim: " + ground.recording() +
                ": another run is being recorded there; wait for its end, or "
                "name another file by '-o'\n");
}

TEST(Learn, WithinLearnSaysWhyItCannot) {
  const Workshop ground;
  const std::string landshim =
      ForEverybody(TestFile("tools/landshim"), "landshim");
  const Learned learned =
      ground.Learn({landshim, "learn", "-o", ground.Beside("inner.rec"), "--",
                    "/usr/bin/touch", ground.Sub("marker")});
  EXPECT_EQ(learned.result.status, kFailed) << learned;
  EXPECT_EQ(learned.result.err,
            "landshim: learn: another program watches system calls here "
            "already, and Linux allows one; learn outside of it (of 'landshim "
            "learn' or 'explain', or of a container engine's seccomp "
            "notifications)\n");
  EXPECT_FALSE(fs::exists(ground.Sub("marker")));
  EXPECT_FALSE(fs::exists(ground.Beside("inner.rec")));
}

TEST(Learn, WhereTheDiskIsFullGoesOnAndSaysSo) {
  if (!MayMount()) GTEST_SKIP() << "this user may not mount";
  const Workshop ground;
  const std::string small = ground.Sub("small");
  mkdir(small.c_str(), 0777);
  const Result result =
      Landshim({"learn", "-o", small + "/app.rec", "--", "/bin/sh", "-c",
                "for i in 0 1 2 3 4 5 6 7 8 9; do for j in 0 1 2 3 4 5 6 7 8 "
                "9; do : >" +
                    ground.Sub("file") + "$i$j; done; done; sleep 0.5; cat " +
                    small + "/app.rec >" + ground.Sub("copy")})
          .Before([&] {
            if (unshare(CLONE_NEWNS) != 0 ||
                mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) !=
                    0 ||
                mount("none", small.c_str(), "tmpfs", 0, "size=8k") != 0) {
              _exit(1);
            }
          })
          .Run();
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_NE(result.err.find("the recording could not be written: no space left "
                            "on device (ENOSPC)"),
            std::string::npos)
      << result;
  EXPECT_TRUE(fs::exists(ground.Sub("file99")));
  // Whole lines, as far as they go.
  std::ifstream file(ground.Sub("copy"));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_GT(text.size(), 4096U);
  EXPECT_EQ(text.back(), '\n');
}

TEST(Learn, PassesSignalsOn) {
  const Workshop ground;
  const Learned learned = ground.LearnPython(
      std::string(kWatchers) +
      "signal.signal(signal.SIGTERM, lambda *_: os._exit(5))\n"
      "os.kill(front, signal.SIGTERM)\n"
      "time.sleep(60)\n");
  EXPECT_EQ(learned.result.status, 5) << learned;
  EXPECT_EQ(learned.runs.at(0).status, 5);
}

TEST(Learn, PassesOnAnInterruptThatItAloneGets) {
  const Workshop ground;
  const Learned learned = ground.LearnPython(
      std::string(kWatchers) +
      "signal.signal(signal.SIGINT, lambda *_: os._exit(7))\n"
      "os.kill(front, signal.SIGINT)\n"
      "time.sleep(60)\n");
  EXPECT_EQ(learned.result.status, 7) << learned;
}

TEST(Learn, StartsNoOtherRunAfterAnInterruptedOne) {
  const Workshop ground;
  Words words = {"learn", "-o", ground.recording(), "--runs", "3", "--"};
  for (const std::string& word :
       ground.Python(std::string(kWatchers) + "os.kill(front, signal.SIGTERM)\n"
                                              "time.sleep(60)\n")) {
    words.push_back(word);
  }
  const Learned learned = ground.Read(Landshim(words).Cwd(ground.path()).Run());
  EXPECT_EQ(learned.result.status, 128 + SIGTERM) << learned;
  EXPECT_EQ(learned.runs.size(), 1U);
}

TEST(Learn, IsNotEndedByWhoeverEndsAllProcessesOfAService) {
  const Workshop ground;
  const Learned learned = ground.LearnPython(
      std::string(kWatchers) +
      "for pid in (recorder, parent(recorder)):\n"
      "  assert os.getpgid(pid) != os.getpgrp()\n"
      "  for number in (1, 2, 3, 10, 12, 15): os.kill(pid, number)\n"
      "time.sleep(0.1)\n"
      "open('after', 'w')\n"
      "os._exit(4)\n");
  EXPECT_EQ(learned.result.status, 4) << learned;
  EXPECT_TRUE(learned.Has("open write,create,truncate " + ground.Sub("after") +
                          " (nothing)"))
      << learned;
}

TEST(Learn, LeavesAKeyOfTheTerminalToTheProgram) {
  const Workshop ground;
  const Learned learned = ground.LearnPython(
      "import signal, time\n"
      "signal.signal(signal.SIGINT, lambda *_: os._exit(6))\n"
      "os.killpg(0, signal.SIGINT)\n"
      "time.sleep(60)\n");
  EXPECT_EQ(learned.result.status, 6) << learned;
}

TEST(Learn, EndsAsTheProgramThatASignalEnds) {
  const Workshop ground;
  const Learned learned = ground.LearnPython("os.kill(os.getpid(), 11)\n");
  EXPECT_EQ(learned.result.status, 128 + SIGSEGV) << learned;
  EXPECT_EQ(learned.runs.at(0).status, 128 + SIGSEGV);
}

TEST(Learn, RecordsADaemonToItsEnd) {
  const Workshop ground;
  const Learned learned = ground.LearnPython(
      "if os.fork(): os._exit(3)\n"
      "os.setsid()\n"
      "null = os.open('/dev/null', os.O_RDWR)\n"
      "for fd in range(3): os.dup2(null, fd)\n"
      "import time; time.sleep(1)\n"
      "open('late', 'w')\n");
  EXPECT_EQ(learned.result.status, 3) << learned;
  EXPECT_NE(learned.result.err.find("goes on"), std::string::npos) << learned;
  for (int i = 0; i < 100 && !fs::exists(ground.Sub("late")); ++i) {
    usleep(50000);
  }
  usleep(200000);
  EXPECT_TRUE(ground.Read({}).Has("open write,create,truncate " +
                                  ground.Sub("late") + " (nothing)"));
}

// How many descriptors, what limits and what signals a program finds.
TEST(Learn, ChangesNothingThatAProgramSees) {
  const Workshop ground;
  const std::string code =
      "import resource, signal\n"
      "print(sorted(os.listdir('/proc/self/fd')))\n"
      "print([(s, signal.getsignal(s)) for s in range(1, 32)])\n"
      "print(signal.pthread_sigmask(signal.SIG_BLOCK, []))\n"
      "print(resource.getrlimit(resource.RLIMIT_NOFILE))\n"
      "print(sorted(os.environ.items()))\n"
      "print(os.getcwd(), os.getpgrp() == os.getpid(), os.getsid(0) == 0)\n"
      "try: os.wait()\n"
      "except ChildProcessError: print('no children')\n";
  Words free = ground.Python(code);
  const Result control = Command(free).Cwd(ground.path()).Run();
  const Learned learned = ground.LearnPython(code);
  Result result = learned.result;
  // It is not the leader of the group that the test made.
  const auto without_group = [](std::string text) {
    const size_t at = text.find("True False");
    return at == std::string::npos ? text : text.replace(at, 4, "False");
  };
  EXPECT_EQ(result.out, without_group(control.out));
  EXPECT_EQ(result.err, control.err);
}

// A fifth of what LANDSHIM_MANY_PROCESSES=10000 shows: a fork can take 10 ms.
TEST(Learn, KeepsUpWithThousandsOfProcesses) {
  const char* const many = getenv("LANDSHIM_MANY_PROCESSES");
  const std::string count = many == nullptr ? "2000" : many;
  const Workshop ground;
  const Learned learned =
      ground.LearnPython("for i in range(" + count +
                         "):\n"
                         "  pid = os.fork()\n"
                         "  if pid == 0:\n"
                         "    if i % 100 == 0: open('child%d' % i, 'w')\n"
                         "    os.open('/dev/null', os.O_RDONLY)\n"
                         "    os._exit(0)\n"
                         "  os.waitpid(pid, 0)\n");
  EXPECT_EQ(learned.result.status, 0) << learned.result;
  EXPECT_TRUE(learned.Has("open write,create,truncate " +
                          ground.Sub("child1900") + " (nothing)"));
}

// A tenth of what `bazel run` with LANDSHIM_MANY_PATHS=1000000 shows.
TEST(Learn, TakesNoMoreMemoryForMorePaths) {
  const char* const many = getenv("LANDSHIM_MANY_PATHS");
  const std::string count = many == nullptr ? "100000" : many;
  const Workshop ground;
  const Learned learned = ground.LearnPython(
      std::string(kWatchers) +
      "def memory():\n"
      "  return int(re.search('VmHWM:[^0-9]*([0-9]*)', open('/proc/%d/status' "
      "% recorder).read())[1])\n"
      "def probe(begin, end):\n"
      "  for i in range(begin, end):\n"
      "    libc.open(b'/nonexistent/%d' % i, 0)\n"
      "probe(0, " +
      count +
      " // 10)\n"
      "before = memory()\n"
      "probe(" +
      count + " // 10, " + count +
      ")\n"
      "print(memory() - before)\n");
  EXPECT_EQ(learned.result.status, 0) << learned.result;
  // In KiB: what remembers lines is filled, and no more.
  constexpr int kMostGrowth = 8192 + 2048;
  EXPECT_LT(std::stoi(learned.result.out), kMostGrowth);
  EXPECT_GE(learned.runs.at(0).facts.size(), std::stoul(count));
}

}  // namespace
}  // namespace landshim::testing
