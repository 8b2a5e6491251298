// The shim on the running kernel, whichever it is: what this ABI can deny is
// denied, what it cannot is named, and what it lacks is said.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/lib/kernel.h"
#include "tests/lib/process.h"

namespace landshim::testing {
namespace {

constexpr int kNewest = 11;
constexpr const char* kLinux[] = {"",     "5.13", "5.19", "6.2", "6.7", "6.10",
                                  "6.12", "6.15", "7.0",  "7.1", "7.2", "7.3"};

// What every kernel with Landlock has.
constexpr char kFirstRights[] =
    "execute,write_file,read_file,read_dir,remove_dir,remove_file,make_char,"
    "make_dir,make_reg,make_sock,make_fifo,make_block,make_sym";

// A right that came later. '@' stands for the directory of the test, '#' for a
// port.
struct LateRight {
  int abi;
  const char* name;
  const char* deed;
  const char* grant;
  int refusal = EACCES;
};

std::ostream& operator<<(std::ostream& stream, const LateRight& right) {
  return stream << right.name;
}

// In the order in which the shim names them.
constexpr LateRight kLateRights[] = {
    {2, "refer", "rename_across @/file @/away/file", "allow refer @", EXDEV},
    {3, "truncate", "truncate_file @/file", "allow truncate @/file"},
    {5, "ioctl_dev", "ioctl_device /dev/random", "allow ioctl_dev /dev/random"},
    {9, "resolve_unix", "connect_unix @/socket", "connect unix @"},
    {4, "bind_tcp", "bind_tcp #", "bind tcp #"},
    {4, "connect_tcp", "connect_tcp #", "connect tcp #"},
    {10, "bind_udp", "bind_udp #", "bind udp #"},
    {10, "connect_send_udp", "send_udp #", "bind udp 0; connect udp #"},
    {6, "abstract_unix_socket", "connect_abstract @",
     "unscope abstract_unix_socket", EPERM},
    {6, "signal", "send_signal", "unscope signal", EPERM},
};

// A socket of this process, and so outside of every sandbox; one for streams
// listens.
class Socket {
 public:
  Socket(const std::string& path, bool abstract) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path + (abstract ? 1 : 0), path.data(), path.size());
    Open(AF_UNIX, SOCK_STREAM, &address,
         offsetof(sockaddr_un, sun_path) + (abstract ? 1 : 0) + path.size());
    EXPECT_EQ(listen(fd_, 8), 0);
  }
  // On a free port.
  explicit Socket(int type) {
    sockaddr_in address = {};
    socklen_t size = sizeof(address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Open(AF_INET, type, &address, size);
    if (type == SOCK_STREAM) {
      EXPECT_EQ(listen(fd_, 8), 0);
    }
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int port() const { return port_; }

 private:
  void Open(int domain, int type, const void* address, size_t size) {
    fd_ = socket(domain, type | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(fd_, static_cast<const sockaddr*>(address),
                   static_cast<socklen_t>(size)),
              0)
        << strerror(errno);
  }

  int fd_ = -1;
  int port_ = 0;
};

// Runs one deed in a fresh place.
class Place {
 public:
  // '#' stands for the port.
  explicit Place(int port = 0)
      : port_(port), socket_(directory_.Sub("socket"), false) {
    directory_.Write("file", "content\n");
    mkdir(directory_.Sub("away").c_str(), 0755);
  }

  Command Make(const std::string& deed) const {
    std::istringstream words(Expand(deed));
    std::vector<std::string> argv;
    for (std::string word; words >> word;) argv.push_back(word);
    argv[0] = TestFile("tests/testcases/" + argv[0]);
    return Command(argv);
  }
  Command Shimmed(const std::string& rules, const std::string& deed) const {
    return Make(deed).Preload().Rules(Expand(rules));
  }
  std::string Expand(const std::string& text) const {
    std::string expanded;
    for (char c : text) {
      if (c == '@') {
        expanded += directory_.path();
      } else if (c == '#') {
        expanded += std::to_string(port_);
      } else {
        expanded += c;
      }
    }
    return expanded;
  }

 private:
  int port_;
  TempDir directory_;
  Socket socket_;
};

std::string Said(const std::string& text) {
  return "landshim: LANDSHIM_RULES" + text + "\n";
}

void ExpectRun(const Result& result, const std::string& err = "") {
  EXPECT_EQ(result.status, 0) << result;
  EXPECT_EQ(result.out, "main ran\n");
  EXPECT_EQ(result.err, err);
}

void ExpectRefusal(const Result& result, const std::string& err) {
  EXPECT_EQ(result.status, 125) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, err);
}

TEST(RealKernel, HasTheAbiThatIsExpected) {
  if (getenv("LANDSHIM_EXPECT_ABI") == nullptr) {
    GTEST_SKIP() << "LANDSHIM_EXPECT_ABI is not set";
  }
  EXPECT_EQ(KernelAbi(), ExpectedAbi());
}

TEST(RealKernel, WithoutLandlockIsRefusedUnlessThePolicyAllowsIt) {
  if (KernelAbi() > 0) GTEST_SKIP() << "this kernel has Landlock";
  const bool off = errno == EOPNOTSUPP;  // of the call for the ABI
  const std::string missing =
      off ? ": Landlock was not enabled when this kernel booted (EOPNOTSUPP); "
            "add landlock to the kernel parameter lsm="
          : ": this kernel has no Landlock, or a seccomp filter hides it "
            "(ENOSYS); use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK";
  const std::string why = off ? "not supported (EOPNOTSUPP)"
                              : "unknown or filtered system call (ENOSYS)";
  const Place place;
  for (const char* rules : {"abi 1..11", "abi 11", "read /"}) {
    ExpectRefusal(place.Shimmed(rules, "print_marker").Run(), Said(missing));
  }
  ExpectRun(
      place.Shimmed("abi 0..11", "print_marker").Run(),
      Said(": not enforced: " + why + "; the policy's abi 0..11 allows that"));
  EXPECT_EQ(place.Shimmed("abi 0..11", "open_read @/file").Run().status, 0);
  EXPECT_EQ(place.Shimmed("abi 0..11", "get_no_new_privs").Run().status, 0);
}

class LateRights : public ::testing::TestWithParam<LateRight> {
 protected:
  void SetUp() override { REQUIRE_ABI(2); }

  // The deed's status in a place of its own; without rules, unsandboxed.
  static int Do(const std::string& rules) {
    const LateRight& right = GetParam();
    const bool tcp = strstr(right.name, "tcp") != nullptr;
    const Socket listener(SOCK_STREAM);
    const int port = right.name == std::string("connect_tcp")
                         ? listener.port()
                         : Socket(tcp ? SOCK_STREAM : SOCK_DGRAM).port();
    const Place place(port);
    const Socket outside(place.Expand("@"), true);
    if (rules.empty()) return place.Make(right.deed).Run().status;
    const Result result = place.Shimmed(rules, right.deed).Run();
    EXPECT_EQ(result.err, "");
    return result.status;
  }
};

TEST_P(LateRights, AreDeniedFromTheirAbiOn) {
  const LateRight& right = GetParam();
  const std::string rules =
      std::string("abi 1..11; allow ") + kFirstRights + " /";
  EXPECT_EQ(Do(""), 0);
  EXPECT_EQ(Do(rules), KernelAbi() >= right.abi ? right.refusal : 0);
  EXPECT_EQ(Do(rules + "; " + right.grant), 0);
}

INSTANTIATE_TEST_SUITE_P(Each, LateRights, ::testing::ValuesIn(kLateRights),
                         [](const auto& right) { return right.param.name; });

class RealLandlock : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(1); }

  const Place& place() const { return place_; }

 private:
  Place place_;
};

TEST_F(RealLandlock, NamesWhatThisKernelCannotDeny) {
  std::string lacks;
  for (const LateRight& right : kLateRights) {
    if (right.abi > KernelAbi()) lacks += std::string(" ") + right.name;
  }
  if (lacks.empty()) lacks = " nothing that the policy denies";
  const int abi = std::min(KernelAbi(), kNewest);
  ExpectRun(place()
                .Shimmed("abi 1..11; read @", "print_marker")
                .Env("LANDSHIM_LOG", "info")
                .Run(),
            Said(": enforced at Landlock ABI " + std::to_string(abi) +
                 ", rules: 1; this kernel cannot deny:" + lacks));
}

TEST_F(RealLandlock, RefusesAMinimumAboveItsAbi) {
  const int above = KernelAbi() + 1;
  if (above > kNewest) GTEST_SKIP() << "this is the newest known ABI";
  const std::string abi = "abi " + std::to_string(above);
  const std::string message =
      Said(":1:5: the policy needs Landlock ABI " + std::to_string(above) +
           " (Linux " + kLinux[above] + ") and this kernel has " +
           std::to_string(KernelAbi()) +
           "; run a newer kernel, or state a lower 'abi'");
  ExpectRefusal(place().Shimmed(abi, "print_marker").Run(), message);
  ExpectRefusal(place().Shimmed(abi + "..11", "print_marker").Run(), message);
}

TEST_F(RealLandlock, BindsAThreadThatWasThereFirst) {
  const auto run = [this](const std::string& preload,
                          const std::string& rules) {
    return place()
        .Shimmed(rules, "print_marker")
        .Env("OPEN_IN_EARLY_THREAD", place().Expand("@/file"))
        .Env("LD_PRELOAD", preload)
        .Run();
  };
  const std::string library =
      TestFile("tests/kernels/vm/libopen_in_early_thread.so");
  const std::string both = ShimPath() + ":" + library;
  EXPECT_EQ(run(library, "abi 1").out,
            "main ran\nearly thread: errno 0, no_new_privs 0\n");
  if (KernelAbi() < 8) {
    ExpectRefusal(
        run(both, "abi 1..11"),
        Said(": the process already has 2 threads and Landlock ABI " +
             std::to_string(KernelAbi()) +
             " can restrict only one; use ABI 8 (Linux 7.0), or remove the "
             "library that starts them"));
    return;
  }
  for (const char* abi : {"abi 1", "abi 1..11"}) {
    EXPECT_EQ(run(both, abi).out,
              "main ran\nearly thread: errno 13, no_new_privs 1\n");
    EXPECT_EQ(run(both, std::string(abi) + "; read @").out,
              "main ran\nearly thread: errno 0, no_new_privs 1\n");
  }
}

TEST_F(RealLandlock, SetsNoNewPrivsWithoutPrctlFromAbiElevenOn) {
  Command shimmed = place().Shimmed("abi 1..11", "get_no_new_privs");
  EXPECT_EQ(place().Make("get_no_new_privs").Run().status, 0);
  EXPECT_EQ(shimmed.Run().status, 1);
  if (geteuid() != 0) GTEST_SKIP() << "only root can filter prctl and be free";
  const auto refuse = [] {
    RefuseCall(SYS_prctl, EPERM, Argument{0, PR_SET_NO_NEW_PRIVS});
  };
  EXPECT_EQ(place().Make("get_no_new_privs").Before(refuse).Run().status, 0);
  EXPECT_EQ(shimmed.Before(refuse).Run().status, KernelAbi() >= 11 ? 1 : 125);
}

TEST_F(RealLandlock, TakesQuietRulesAndLogFlags) {
  const std::string count = KernelAbi() >= 10 ? "2" : "1";
  const Result result =
      place()
          .Shimmed(
              "abi 1..11; read @/file; quiet @; log same_exec off; "
              "log new_exec on; log subdomains off",
              "open_read @/file")
          .Env("LANDSHIM_LOG", "info")
          .Run();
  EXPECT_EQ(result.status, 0);
  EXPECT_NE(result.err.find(", rules: " + count + ";"), std::string::npos)
      << result;
}

TEST_F(RealLandlock, TakesSixteenLayersAndNoMore) {
  // Each program of the chain loads the shim again.
  const std::string link = TestFile("tests/testcases/execute_file");
  const std::string end = TestFile("tests/testcases/print_marker");
  const std::string rules =
      "abi 1..11; include <libs>; exec " + link + " " + end + "; read /";
  const auto chain = [&](int layers) {
    std::string deed = "execute_file";
    for (int i = 2; i < layers; ++i) deed += " " + link;
    return place()
        .Shimmed(rules, deed + " " + end)
        .Env("LANDSHIM_KEEP", "1")
        .Run();
  };
  ExpectRun(chain(16));
  ExpectRefusal(chain(17),
                Said(": the process is already inside 16 Landlock layers, and "
                     "the kernel allows no more; sandbox it in fewer places"));
}

// Denials in the kernel's log, where nobody else takes audit records.
class AuditLog : public RealLandlock {
 protected:
  void SetUp() override {
    REQUIRE_ABI(7);
    std::ostringstream parameters;
    parameters << std::ifstream("/proc/cmdline").rdbuf();
    if (parameters.str().find("audit=1") == std::string::npos) {
      GTEST_SKIP() << "booted without audit=1";
    }
  }

  // Whether the kernel logs that reading was denied.
  bool IsLogged(const std::string& rules, const std::string& deed) {
    const int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    EXPECT_GE(log, 0) << strerror(errno);
    lseek(log, 0, SEEK_END);
    EXPECT_EQ(place().Shimmed(rules, deed).Run().status, EACCES) << rules;
    // Records are printed a little later, by a thread of the kernel.
    constexpr int kPatience = 1000;
    bool logged = false;
    char record[8192];
    for (pollfd ready = {log, POLLIN, 0};
         !logged && poll(&ready, 1, kPatience) > 0;) {
      const ssize_t size = read(log, record, sizeof(record) - 1);
      record[size < 0 ? 0 : size] = '\0';
      logged = strstr(record, "blockers=fs.read_file") != nullptr;
    }
    close(log);
    return logged;
  }
};

TEST_F(AuditLog, HoldsWhatThePolicyDoesNotMute) {
  const std::string program = TestFile("tests/testcases/open_read");
  const std::string deed = "open_read @/file";
  const std::string later = "execute_file " + program + " @/file";
  const std::string rules =
      "abi 1..11; include <libs>; exec " + program + "; read? @/missing";
  EXPECT_TRUE(IsLogged(rules, deed));
  EXPECT_FALSE(IsLogged(rules + "; log same_exec off", deed));
  EXPECT_EQ(IsLogged(rules + "; quiet @", deed), KernelAbi() < 10);
  EXPECT_TRUE(IsLogged(rules + "; quiet /usr", deed));
  EXPECT_FALSE(IsLogged(rules, later));
  EXPECT_TRUE(IsLogged(rules + "; log new_exec on", later));
}

}  // namespace
}  // namespace landshim::testing
