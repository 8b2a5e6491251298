// A rule on /dev/stdout means whatever that is at start: a file, a terminal, or
// a pipe, on which Landlock takes no rule because it never denies any.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "tests/traps/trap.h"

namespace landshim::traps {
namespace {

constexpr char kPath[] = "/dev/stdout";

class StandardOutputRuleTest : public TrapTest {
 protected:
  // Opens its standard output for writing once more, which is `out` here.
  Result Open(int out, const std::string& rules) {
    return Command({Program("open_for_writing"), kPath})
        .Preload()
        .Rules(rules)
        .Before([out] { dup2(out, 1); })
        .Run();
  }

  Result OpenUnshimmed(int out) {
    return Command({Program("open_for_writing"), kPath})
        .Before([out] { dup2(out, 1); })
        .Run();
  }

  std::string Denied() { return public_only(); }
};

// What was written at the other end, by `programs` that printed kMainRan each.
// A terminal passes it on in its own time.
std::string ReadFrom(int fd, int programs) {
  constexpr int kPatienceMs = 5000;
  const size_t size = programs * std::string(kMainRan).size();
  std::string text;
  pollfd readable = {fd, POLLIN, 0};
  while (text.size() < size && poll(&readable, 1, kPatienceMs) == 1) {
    char buffer[256];
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got <= 0) break;
    text.append(buffer, static_cast<size_t>(got));
  }
  return text;
}

std::string Repeated(int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += kMainRan;
  return text;
}

TEST_P(StandardOutputRuleTest, OnAPipeIsSkipped) {
  for (const char* rules :
       {"write /dev/stdout", "write /dev/stdout /dev/stderr",
        "device /dev/stdout", "allow write_file /proc/self/fd/1"}) {
    int ends[2];
    ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
    EXPECT_TRUE(Ended(OpenUnshimmed(ends[1]), 0, ""));
    EXPECT_EQ(ReadFrom(ends[0], 1), Repeated(1));

    EXPECT_TRUE(Ended(Open(ends[1], rules), 0, "")) << rules;
    EXPECT_EQ(ReadFrom(ends[0], 1), Repeated(1));
    close(ends[0]);
    close(ends[1]);
  }
}

TEST_P(StandardOutputRuleTest, OnASocketIsSkipped) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  EXPECT_TRUE(Ended(OpenUnshimmed(ends[1]), ENXIO, ""));
  EXPECT_EQ(ReadFrom(ends[0], 1), Repeated(1));

  EXPECT_TRUE(Ended(Open(ends[1], "write /dev/stdout"), ENXIO, ""));
  EXPECT_EQ(ReadFrom(ends[0], 1), Repeated(1));
  close(ends[0]);
  close(ends[1]);
}

TEST_P(StandardOutputRuleTest, OnAFileGrantsIt) {
  const std::string path = root() + "/output";
  const int file =
      open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  ASSERT_GE(file, 0);
  EXPECT_TRUE(Ended(OpenUnshimmed(file), 0, ""));
  EXPECT_TRUE(Ended(Open(file, Denied()), EACCES, ""));

  EXPECT_TRUE(Ended(Open(file, "write /dev/stdout"), 0, ""));
  EXPECT_EQ(ReadFile(path), Repeated(3));
  close(file);
}

TEST_P(StandardOutputRuleTest, OnATerminalGrantsIt) {
  int master = -1;
  int slave = -1;
  if (openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) {
    GTEST_SKIP() << "no pseudo-terminals here";
  }
  termios raw;
  ASSERT_EQ(tcgetattr(slave, &raw), 0);
  cfmakeraw(&raw);
  ASSERT_EQ(tcsetattr(slave, TCSANOW, &raw), 0);
  EXPECT_TRUE(Ended(OpenUnshimmed(slave), 0, ""));
  EXPECT_TRUE(Ended(Open(slave, Denied()), EACCES, ""));

  EXPECT_TRUE(Ended(Open(slave, "write /dev/stdout"), 0, ""));
  EXPECT_TRUE(Ended(Open(slave, "device /dev/stdout"), 0, ""));
  EXPECT_EQ(ReadFrom(master, 4), Repeated(4));
  close(master);
  close(slave);
}

INSTANTIATE_TEST_SUITE_P(Libc, StandardOutputRuleTest, BothLibcs(), LibcName);

}  // namespace
}  // namespace landshim::traps
