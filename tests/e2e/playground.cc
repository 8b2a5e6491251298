// Sockets are made here, in the test process: outside of any sandbox.
#include "tests/e2e/playground.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>

namespace landshim::testing {
namespace {

int BindUnix(const std::string& path, size_t leading_zeros) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  memcpy(address.sun_path + leading_zeros, path.data(), path.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                           leading_zeros + path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0)
      << path << ": " << strerror(errno);
  EXPECT_EQ(listen(fd, 8), 0);
  return fd;
}

int BindInet(int type, std::string* port) {
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  EXPECT_EQ(bind(fd, generic, size), 0) << strerror(errno);
  if (type == SOCK_STREAM) {
    EXPECT_EQ(listen(fd, 8), 0);
  }
  getsockname(fd, generic, &size);
  *port = std::to_string(ntohs(address.sin_port));
  return fd;
}

}  // namespace

const std::vector<Deed> kDeeds = {
    // The kernel reads what it executes.
    {"execute", 1, "execute_file @/program",
     "allow execute,read_file @/program"},
    {"write_file", 1, "open_write @/file", "allow write_file @/file"},
    {"read_file", 1, "open_read @/file", "allow read_file @/file"},
    {"read_dir", 1, "list_dir @/empty", "allow read_dir @/empty"},
    {"remove_dir", 1, "remove_dir @/empty", "allow remove_dir @"},
    {"remove_file", 1, "remove_file @/file", "allow remove_file @"},
    {"make_char", 1, "make_char @/new", "allow make_char @"},
    {"make_dir", 1, "make_dir @/new", "allow make_dir @"},
    {"make_reg", 1, "create_file @/new", "allow make_reg @"},
    {"make_sock", 1, "make_sock @/new", "allow make_sock @"},
    {"make_fifo", 1, "make_fifo @/new", "allow make_fifo @"},
    {"make_block", 1, "make_block @/new", "allow make_block @"},
    {"make_sym", 1, "make_sym @/new", "allow make_sym @"},
    {"refer", 2, "rename_across @/file @/away/file",
     "allow refer,make_reg,remove_file @", EXDEV},
    {"truncate", 3, "truncate_file @/file", "allow truncate @/file"},
    {"ioctl_dev", 5, "ioctl_device /dev/random",
     "allow ioctl_dev,read_file /dev/random"},
    {"resolve_unix", 9, "connect_unix @/socket", "connect unix @/socket"},
};

Playground::Playground() {
  directory_.Write("file", "content\n");
  for (const char* name : {"empty", "away", "full"}) {
    mkdir(directory_.Sub(name).c_str(), 0755);
  }
  directory_.Write("full/file", "content\n");
  std::filesystem::copy_file(TestFile("tests/testcases/do_nothing"),
                             directory_.Sub("program"));
  listener_ = BindUnix(directory_.Sub("socket"), 0);
}

Playground::~Playground() { close(listener_); }

std::string Playground::Expand(const std::string& text) const {
  std::string expanded;
  for (char c : text) {
    if (c == '@') {
      expanded += directory_.path();
    } else {
      expanded += c;
    }
  }
  return expanded;
}

Command Playground::Make(const std::string& command) const {
  std::istringstream words(Expand(command));
  std::vector<std::string> argv;
  for (std::string word; words >> word;) argv.push_back(word);
  argv[0] = TestFile("tests/testcases/" + argv[0]);
  return Command(argv);
}

int Do(const std::string& command) {
  return Playground().Make(command).Run().status;
}

int DoUnder(const std::string& rules, const std::string& command) {
  const Playground playground;
  const Result result =
      playground.Make(command).Preload().Rules(playground.Expand(rules)).Run();
  EXPECT_EQ(result.err, "") << command << " under " << rules;
  return result.status;
}

bool NeedsPrivilege(const Deed& deed) { return Do(deed.command) == EPERM; }

Listener::Listener(Kind kind) {
  switch (kind) {
    case Kind::kTcp:
      fd_ = BindInet(SOCK_STREAM, &address_);
      break;
    case Kind::kUdp:
      fd_ = BindInet(SOCK_DGRAM, &address_);
      break;
    case Kind::kAbstract:
      address_ = "landshim-test-" + std::to_string(getpid());
      fd_ = BindUnix(address_, 1);
      break;
  }
}

Listener::~Listener() { close(fd_); }

std::vector<int> FreePorts(int count) {
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<int> ports;
  for (int i = 0; i < count; ++i) {
    listeners.push_back(std::make_unique<Listener>(Listener::Kind::kTcp));
    ports.push_back(std::stoi(listeners.back()->address()));
  }
  return ports;
}

}  // namespace landshim::testing
