// A program that is recorded by the shim alone notices nothing.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "tests/learn_start/starting.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

constexpr char kLook[] =
    "import resource, signal, threading\n"
    "print(sorted(os.listdir('/proc/self/fd')))\n"
    "print([(s, signal.getsignal(s)) for s in range(1, 32)])\n"
    "print(signal.pthread_sigmask(signal.SIG_BLOCK, []))\n"
    "print(resource.getrlimit(resource.RLIMIT_NOFILE))\n"
    "print(sorted(os.environ.items()))\n"
    "print(os.getcwd(), os.getpgrp() == os.getpid(), "
    "threading.active_count())\n"
    "try: os.wait()\n"
    "except ChildProcessError: print('no children')\n";

TEST(LearnByTheShim, ChangesNothingThatAProgramSees) {
  const Workshop ground;
  const Words program = ground.Python(kLook);
  const Result control = Command(program).Cwd(ground.path()).Run();
  // One more, as an odd number of entries leaves a mark.
  const Result result =
      Starting(ground, program).Env("LANDSHIM_LOG", "info").Run();
  EXPECT_EQ(result.out, control.out);
  EXPECT_EQ(result.err, control.err);
  EXPECT_EQ(result.status, control.status);
}

TEST(LearnByTheShim, KeepsOtherPreloadsAndVariables) {
  const Workshop ground;
  const Result result =
      Starting(ground, ground.Python(
                           "print(os.environ.get('LD_PRELOAD'), [name for name "
                           "in os.environ if name.startswith('LANDSHIM')])\n"))
          .Env("LD_PRELOAD", ShimPath() + ":libm.so.6")
          .Env("LANDSHIM_LOG", "info")
          .Run();
  // That mark.
  EXPECT_EQ(result.out, "libm.so.6 ['LANDSHIM']\n") << result;
}

TEST(LearnByTheShim, SendsNoSignalForAChild) {
  const Workshop ground;
  const Learned learned = LearnByShim(
      ground,
      ground.Python("import signal, subprocess, time\n"
                    "seen = []\n"
                    "signal.signal(signal.SIGCHLD, lambda *_: seen.append(1))\n"
                    "time.sleep(0.3)\n"
                    "print(len(seen))\n"
                    "if os.fork() == 0: os._exit(7)\n"
                    "print(os.waitstatus_to_exitcode(os.wait()[1]))\n"
                    "print(len(seen))\n"));
  EXPECT_EQ(learned.result.out, "0\n7\n1\n") << learned;
}

TEST(LearnByTheShim, WorksWithStandardDescriptorsClosed) {
  const Workshop ground;
  for (const Words& closed : {Words({"0"}), Words({"2"}), Words({"0", "1"}),
                              Words({"0", "1", "2"})}) {
    Command command = Starting(
        ground, ground.Python(
                    "open('" + ground.Sub("seen") +
                    "', 'w').write(str(len(os.listdir('/proc/self/fd'))))\n"));
    command.Before([&closed] {
      for (const std::string& fd : closed) close(std::stoi(fd));
    });
    const Result result = command.Run();
    EXPECT_EQ(result.status, 0) << result;
    usleep(300000);
  }
}

// As in a container: all orphans come to it, and it waits until there are none.
TEST(LearnByTheShim, WorksForTheFirstProcessOfAPidNamespace) {
  if (!MayMount()) GTEST_SKIP() << "this user may make no namespaces";
  const Workshop ground;
  Words words = {"/usr/bin/unshare", "--pid", "--fork", "--mount-proc"};
  const Words program = StartingByEnv(
      ground, ground.Python("import time\n"
                            "print(os.getpid())\n"
                            "for i in range(3):\n"
                            "  if os.fork() == 0:\n"
                            "    if os.fork() == 0: time.sleep(0.1)\n"
                            "    os._exit(0)\n"
                            "count = 0\n"
                            "try:\n"
                            "  while os.wait(): count += 1\n"
                            "except ChildProcessError: print(count)\n"
                            "open('last', 'w')\n"));
  words.insert(words.end(), program.begin(), program.end());
  const Learned learned = ground.Read(Command(words).Cwd(ground.path()).Run());
  EXPECT_EQ(learned.result.status, 0) << learned;
  EXPECT_EQ(learned.result.out, "1\n6\n") << learned;
  EXPECT_TRUE(learned.Has("open write,create,truncate " + ground.Sub("last") +
                          " (nothing)"))
      << learned;
}

}  // namespace
}  // namespace landshim::testing
