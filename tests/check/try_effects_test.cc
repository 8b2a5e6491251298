// Nothing comes of what --try attempts: nobody else notices it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/check/checking.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

class CheckTryEffects : public ::testing::Test {
 public:
  void SetUp() override { REQUIRE_ABI(1); }

  // On any kernel, whatever the statements are about.
  Result Try(const std::string& rule, const std::string& operation) const {
    return ground_.Run({"--rule", "abi 1..11; " + rule, "--try", operation})
        .Run();
  }

  Ground ground_;
};

// True if a connection or a datagram has come.
bool HasCome(int socket) {
  pollfd polled = {socket, POLLIN, 0};
  return poll(&polled, 1, 100) > 0;
}

int BoundTo(int type, uint16_t* port) {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  if (type == SOCK_STREAM) {
    EXPECT_EQ(listen(fd, 8), 0);
  }
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  *port = ntohs(address.sin_port);
  return fd;
}

TEST_F(CheckTryEffects, NoProgramRuns) {
  const Result result = Try("include <libs>; exec @", "exec @/program");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, ground_.Expand("allowed: exec @/program: the kernel "
                                       "allows it\n"));
  // The control: it would have said so.
  EXPECT_EQ(Command({ground_.Expand("@/program")}).Run().out, "main ran\n");
}

TEST_F(CheckTryEffects, NoOneIsConnectedTo) {
  uint16_t port = 0;
  const int listener = BoundTo(SOCK_STREAM, &port);
  const std::string text = std::to_string(port);
  EXPECT_EQ(Try("connect tcp " + text, "connect tcp " + text).status, 0);
  EXPECT_FALSE(HasCome(listener));
  close(listener);
}

TEST_F(CheckTryEffects, NoDatagramIsSent) {
  uint16_t port = 0;
  const int receiver = BoundTo(SOCK_DGRAM, &port);
  const std::string text = std::to_string(port);
  EXPECT_EQ(
      Try("connect udp " + text + "; bind udp 0", "send udp " + text).status,
      0);
  EXPECT_FALSE(HasCome(receiver));
  close(receiver);
}

TEST_F(CheckTryEffects, NoServerBehindASocketIsReached) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string path = ground_.Expand("@/socket");
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(
      bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
      0);
  ASSERT_EQ(listen(listener, 8), 0);
  const Result result = Try("connect unix @", "connect unix @/socket");
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_FALSE(HasCome(listener));
  close(listener);
}

// Whoever opens the other end of a FIFO goes on when somebody opens this one.
TEST_F(CheckTryEffects, NobodyWhoWaitsAtAPipeIsWoken) {
  const std::string path = ground_.Expand("@/fifo");
  const pid_t waiter = fork();
  if (waiter == 0) {
    _exit(open(path.c_str(), O_WRONLY | O_CLOEXEC) < 0 ? 1 : 0);
  }
  EXPECT_EQ(Try("read @", "read @/fifo").status, 0);
  int status = 0;
  EXPECT_EQ(waitpid(waiter, &status, WNOHANG), 0);
  kill(waiter, SIGKILL);
  waitpid(waiter, &status, 0);
}

TEST_F(CheckTryEffects, APortStaysFree) {
  uint16_t port = 0;
  close(BoundTo(SOCK_STREAM, &port));
  const std::string text = std::to_string(port);
  // Also where it is taken, the answer is Landlock's.
  EXPECT_EQ(Try("bind tcp " + text, "bind tcp " + text).status, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  EXPECT_EQ(Try("bind tcp " + text, "bind tcp " + text).status, 0);
  close(fd);
}

// What watches the file itself hears of being opened and closed at most.
TEST_F(CheckTryEffects, AFileIsNeitherWrittenNorCutNorRemoved) {
  const int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  ASSERT_GE(
      inotify_add_watch(watch, ground_.Expand("@/file").c_str(),
                        IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF),
      0);
  const std::string before = ground_.Describe();
  for (const char* operation :
       {"write @/file", "overwrite @/file", "truncate @/file", "remove @/file",
        "rename @/file @/full/file", "exchange @/file @/full/file",
        "link @/file @/empty/new"}) {
    EXPECT_EQ(Try("write @", operation).status, 0) << operation;
  }
  EXPECT_FALSE(HasCome(watch));
  EXPECT_EQ(ground_.Describe(), before);
  close(watch);
}

// Killed at any moment by a signal that can be caught, it still leaves nothing.
TEST_F(CheckTryEffects, NothingIsLeftBehindByAnInterruption) {
  const std::string before = ground_.Describe();
  for (int delay = 0; delay < 40; ++delay) {
    ground_
        .Run({"--rule", "write @", "--try", "rename @/file @/full/file",
              "--try", "mkdir @/new", "--try", "remove @/file"})
        .Before([delay] {
          // This process becomes landshim.
          const pid_t landshim = getpid();
          if (fork() != 0) return;
          usleep(static_cast<useconds_t>(delay) * 500);
          kill(landshim, SIGTERM);
          _exit(0);
        })
        .Run();
  }
  EXPECT_EQ(ground_.Describe(), before);
}

}  // namespace
}  // namespace landshim::testing
