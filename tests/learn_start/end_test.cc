// When the recorder is ended, the program does not go on unseen.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/learn_start/starting.h"

namespace landshim::testing {
namespace {

constexpr int kKilled = 128 + SIGKILL;
constexpr char kEnded[] =
    "landshim: learn: the recorder was ended, and the program with it; what "
    "was recorded is good: see why (memory?), and learn again\n";

TEST(TheRecorder, ThatIsKilledEndsTheProgramAndLeavesAGoodRecording) {
  const Workshop ground;
  const Learned learned = LearnByShim(
      ground,
      ground.Python(std::string(kWatchers) +
                    "open('before', 'w')\n"
                    "os.kill(watchers()[2], signal.SIGKILL)\n"
                    "while True: open('after', 'w'); time.sleep(0.01)\n"));
  EXPECT_EQ(learned.result.status, kKilled) << learned;
  EXPECT_EQ(learned.result.err, kEnded);
  EXPECT_TRUE(learned.Has("open write,create,truncate " + ground.Sub("before") +
                          " (nothing)"))
      << learned;
}

// False once it has ended, whoever is to wait for it.
bool GoesOn(const std::string& process) {
  std::ifstream file("/proc/" + process + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("State:")) {
      return line.find('Z') == std::string::npos;
    }
  }
  return false;
}

// Some of these calls were received and not answered; others were waiting.
TEST(TheRecorder, ThatIsKilledWhileItIsBusyEndsAllWhoWait) {
  for (int i = 0; i < 10; ++i) {
    const Workshop ground;
    const Result result =
        Starting(ground,
                 ground.Python(std::string(kWatchers) +
                               "recorder = watchers()[2]\n"
                               "for i in range(6):\n"
                               "  child = os.fork()\n"
                               "  if child: print(child, flush=True)\n"
                               "  else:\n"
                               "    os.setsid()\n"
                               "    while True: libc.open(b'/nonexistent', 0)\n"
                               "time.sleep(0.05)\n"
                               "os.kill(recorder, signal.SIGKILL)\n"
                               "while True: libc.open(b'/nonexistent', 0)\n"))
            .Run();
    EXPECT_EQ(result.status, kKilled) << result;
    EXPECT_EQ(result.err, kEnded);
    std::istringstream children(result.out);
    for (std::string child; children >> child;) {
      constexpr int kPatience = 100;
      for (int n = 0; n < kPatience && GoesOn(child); ++n) usleep(20000);
      EXPECT_FALSE(GoesOn(child));
      kill(std::stoi(child), SIGKILL);
    }
  }
}

TEST(TheRecorder, DoesNotEndBySignalsForAWholeService) {
  const Workshop ground;
  const Learned learned = LearnByShim(
      ground, ground.Python(std::string(kWatchers) +
                            "for pid in watchers():\n"
                            "  for number in (1, 2, 15): os.kill(pid, number)\n"
                            "time.sleep(0.1)\n"
                            "open('after', 'w')\n"
                            "os._exit(4)\n"));
  EXPECT_EQ(learned.result.status, 4) << learned;
  EXPECT_TRUE(learned.Has("open write,create,truncate " + ground.Sub("after") +
                          " (nothing)"))
      << learned;
}

TEST(TheRecorder, IsNotReachedByAKeyOfTheTerminal) {
  const Workshop ground;
  const Learned learned = LearnByShim(
      ground, ground.Python(std::string(kWatchers) +
                            "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                            "os.killpg(0, signal.SIGINT)\n"
                            "print(len({os.getsid(pid) for pid in watchers()} "
                            "- {os.getsid(0)}) > 0)\n"
                            "print(os.getsid(0) in map(os.getsid, "
                            "watchers()))\n"));
  EXPECT_EQ(learned.result.out, "True\nFalse\n") << learned;
}

}  // namespace
}  // namespace landshim::testing
