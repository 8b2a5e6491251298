// What a program does to the terminal that it was started at, and to whatever
// else it was given open.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Types a letter into its terminal, and says whether it could, and whether it
// has a terminal at all.
constexpr char kType[] = R"(
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
  int typed = ioctl(0, TIOCSTI, "x") == 0 ? 0 : errno;
  int own = getsid(0) == getpid();
  int terminal = open("/dev/tty", O_RDWR) >= 0;
  char line[100];
  int size = snprintf(line, sizeof line, "typed %d own %d terminal %d\n",
                      typed, own, terminal);
  return write(3, line, size) != size;
}
)";

// Runs a command at a terminal of its own, as a shell with job control does:
// as the leader of a process group. Descriptor 3 is the file. Returns how it
// ended. Without CAP_SYS_ADMIN where `weak`.
int AtTerminal(const Words& words, const std::string& file, bool weak) {
  const pid_t session = fork();
  if (session == 0) {
    setsid();
    const int master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    const int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    ioctl(terminal, TIOCSCTTY, 0);
    const pid_t job = fork();
    if (job == 0) {
      setpgid(0, 0);
      for (int fd = 0; fd < 3; ++fd) dup2(terminal, fd);
      dup2(open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666), 3);
      if (weak && setuid(65534) != 0) _exit(99);
      std::vector<char*> arguments;
      for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
      }
      arguments.push_back(nullptr);
      execv(arguments[0], arguments.data());
      _exit(98);
    }
    int status = 0;
    waitpid(job, &status, 0);
    _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  }
  int status = 0;
  waitpid(session, &status, 0);
  return WEXITSTATUS(status);
}

class Terminal : public ::testing::Test {
 protected:
  Words Running(Words options, const Words& program) const {
    Words words = {landshim::testing::ForEverybody(
                       landshim::testing::LandshimPath(), "landshim"),
                   "run", "--rule",
                   "abi 0..11; include <base> <libs>; read /; exec /"};
    words.insert(words.end(), options.begin(), options.end());
    words.emplace_back("--");
    words.insert(words.end(), program.begin(), program.end());
    return words;
  }

  Scene scene_;
  std::string file_ = scene_.Sub("out");
};

TEST_F(Terminal, IsNotTypedIntoFromASessionOfItsOwn) {
  REQUIRE_ABI(1);
  const std::string program = Compile(scene_, "type", kType);
  std::ofstream(file_).close();
  ASSERT_EQ(chmod(file_.c_str(), 0666), 0);
  std::string legacy;
  std::ifstream("/proc/sys/dev/tty/legacy_tiocsti") >> legacy;
  ASSERT_EQ(AtTerminal({program}, file_, true), 0);
  const std::string typed = legacy == "0" ? "typed 5" : "typed 0";
  EXPECT_EQ(ContentOf(file_), typed + " own 0 terminal 1\n");
  // The sandbox alone does not keep it from that.
  std::ofstream(file_).close();
  ASSERT_EQ(AtTerminal(Running({"--rule", "device /dev/tty"}, {program}), file_,
                       true),
            0);
  EXPECT_EQ(ContentOf(file_), typed + " own 0 terminal 1\n");
  // EIO where nobody may, EPERM where it is another's terminal.
  std::ofstream(file_).close();
  ASSERT_EQ(AtTerminal(Running({"--new-session", "--rule", "device /dev/tty"},
                               {program}),
                       file_, true),
            0);
  EXPECT_THAT(ContentOf(file_), Not(HasSubstr("typed 0")));
  EXPECT_THAT(ContentOf(file_), HasSubstr(" own 1 terminal 0\n"));
}

// The launcher that waits for it ends as it ends.
TEST_F(Terminal, OfItsOwnKeepsStatusAndSignals) {
  REQUIRE_ABI(1);
  const auto shell = [&](const std::string& script) {
    return AtTerminal(Running({"--new-session", "--rule", "unscope signal"},
                              {"/bin/sh", "-c", script}),
                      file_, false);
  };
  EXPECT_EQ(shell("exit 7"), 7);
  EXPECT_EQ(shell("kill -TERM $$"), 128 + SIGTERM);
  EXPECT_EQ(shell("kill -KILL $$"), 128 + SIGKILL);
  // What is sent to the launcher reaches the program.
  EXPECT_EQ(shell("trap 'exit 9' USR1; kill -USR1 $PPID; sleep 5 & wait"), 9);
  // It has nothing open that the program has not.
  EXPECT_EQ(shell("[ -z \"$(ls /proc/$PPID/fd)\" ]"), 0);
}

// Without a job of a shell around it, it stays one process.
TEST_F(Terminal, OfItsOwnTakesNoProcessWhereItNeedsNone) {
  REQUIRE_ABI(1);
  const Words running = Running({}, {});
  // The shell is the leader of its group; its child is not.
  const Result result =
      Command({"/bin/bash", "-c", "\"$@\"; exit $?", "bash", running[0], "run",
               "--rule", running[3], "--new-session", "--", "/bin/sh", "-c",
               "cat /proc/$PPID/comm"})
          .Run();
  EXPECT_EQ(result.out, "bash\n") << result;
}

// A descriptor that was left open leads past every rule.
TEST_F(Terminal, AndWhatElseIsOpenIsClosed) {
  REQUIRE_ABI(1);
  const auto run = [&](const Words& options) {
    Words words = {"--rule",
                   scene_.rules() + "; include <base> <libs>; exec /usr/bin"};
    words.insert(words.end(), options.begin(), options.end());
    Command command = landshim::testing::RunWith(
        words, {"/bin/sh", "-c", "cat <&7 && echo open"});
    const std::string secret = scene_.secret();
    command.Before([secret] { dup2(open(secret.c_str(), O_RDONLY), 7); });
    return command.Run();
  };
  EXPECT_EQ(run({}).out, "secret\nopen\n");
  const Result closed = run({"--close-fds"});
  EXPECT_EQ(closed.out, "") << closed;
  EXPECT_NE(closed.status, 0);
  // Both layers are there: the shim has its descriptors.
  EXPECT_THAT(closed.err, Not(HasSubstr("landshim")));
}

TEST_F(Terminal, AndWhatElseIsOpenIsClosedByOldKernelsToo) {
  REQUIRE_ABI(1);
  Command command = landshim::testing::RunWith(
      {"--rule", scene_.rules() + "; include <base> <libs>; exec /usr/bin",
       "--close-fds"},
      {"/bin/sh", "-c", "cat <&7 && echo open"});
  const std::string secret = scene_.secret();
  command.Before([secret] {
    dup2(open(secret.c_str(), O_RDONLY), 7);
    landshim::testing::RefuseCall(SYS_close_range, ENOSYS);
  });
  EXPECT_EQ(command.Run().out, "");
}

TEST_F(Terminal, AndWhatElseIsOpenIsListedByDoctor) {
  Command command = Landshim({"doctor"});
  const std::string secret = scene_.secret();
  command.Before([secret] { dup2(open(secret.c_str(), O_RDONLY), 7); });
  EXPECT_THAT(command.Run().out, HasSubstr("7 (" + secret + ")"));
}

}  // namespace
}  // namespace landshim::attacks
