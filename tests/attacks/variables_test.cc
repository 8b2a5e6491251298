// Variables that are somebody else's, or the kernel sample's, mean what they
// mean there; and what is said once is said to who looks.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/attacks/attack.h"

namespace landshim::attacks {
namespace {

using landshim::testing::Ended;
using landshim::testing::KernelAbi;
using landshim::testing::kGrantedText;
using landshim::testing::Program;
using landshim::testing::Refused;
using landshim::testing::RunUnder;
using landshim::testing::RunWith;

constexpr int kFailed = 125;

// What Kubernetes sets for the Services `landshim` and `landshim-policy`.
constexpr const char* kService[][2] = {
    {"LANDSHIM_SERVICE_HOST", "10.0.0.1"},
    {"LANDSHIM_SERVICE_PORT", "80"},
    {"LANDSHIM_SERVICE_PORT_HTTP", "80"},
    {"LANDSHIM_PORT", "tcp://10.0.0.1:80"},
    {"LANDSHIM_PORT_80_TCP", "tcp://10.0.0.1:80"},
    {"LANDSHIM_PORT_80_TCP_PROTO", "tcp"},
    {"LANDSHIM_PORT_80_TCP_PORT", "80"},
    {"LANDSHIM_PORT_80_TCP_ADDR", "10.0.0.1"},
    {"LANDSHIM_POLICY_SERVICE_HOST", "10.0.0.2"},
    {"LANDSHIM_POLICY_PORT", "tcp://10.0.0.2:80"},
};

TEST(KubernetesVariables, AreTheProgramsOwn) {
  const std::string rules =
      "abi 1..11; include <base> <libs>; exec /usr/bin/env /bin/env";
  const Words program = {"/usr/bin/env"};
  Command run = RunUnder(rules, program);
  Command preload = Command(program).Preload().Rules(rules);
  for (const auto& [name, value] : kService) {
    run.Env(name, value);
    preload.Env(name, value);
  }
  for (Command* command : {&run, &preload}) {
    const Result result = command->Run();
    EXPECT_EQ(result.status, 0) << result;
    EXPECT_EQ(result.err, "");
    for (const auto& [name, value] : kService) {
      const std::string entry = std::string(name) + "=" + value + "\n";
      EXPECT_NE(("\n" + result.out).find("\n" + entry), std::string::npos)
          << entry << result;
    }
    EXPECT_EQ(result.out.find("LANDSHIM_RULES"), std::string::npos);
  }
  // What no Service can give is still a mistake.
  for (const char* name : {"LANDSHIM_PORT_80", "LANDSHIM_SERVICE"}) {
    EXPECT_EQ(RunUnder(rules, program).Env(name, "1").Run().status, kFailed);
  }
}

class SampleAnswers : public ::testing::Test {
 protected:
  Words program() const { return {Program("read_file"), scene_.granted()}; }
  Command ByRun(const std::string& read_only) const {
    return RunWith({}, program())
        .Env("LL_FS_RO", read_only)
        .Env("LL_FS_RW", "");
  }
  Command ByPreload(const std::string& read_only) const {
    return Command(program())
        .Preload()
        .Env("LL_FS_RO", read_only)
        .Env("LL_FS_RW", "");
  }

  landshim::testing::Scene scene_;
};

TEST_F(SampleAnswers, ASkippedPathIsSaidOnce) {
  const std::string line =
      "LL_FS_RO: '/no/such' cannot be opened: no such file or directory "
      "(ENOENT); skipped, as the kernel's sample does";
  const std::string list = scene_.Sub("granted") + ":/no/such";
  EXPECT_TRUE(Ended(ByRun(list).Run(), 0, kGrantedText, {line}));
  EXPECT_TRUE(Ended(ByPreload(list).Run(), 0, kGrantedText, {line}));
}

TEST_F(SampleAnswers, PortsAreReadAsStrtoullReadsThem) {
  for (const char* ports : {" 80", "+80", "\t+80:443", "080"}) {
    EXPECT_TRUE(Ended(
        ByPreload(scene_.Sub("granted")).Env("LL_TCP_CONNECT", ports).Run(), 0,
        kGrantedText))
        << ports;
  }
  for (const std::string ports : {"80 ", "+ 80", "++80", "0x50", "65536"}) {
    EXPECT_TRUE(Refused(
        ByPreload(scene_.Sub("granted")).Env("LL_TCP_CONNECT", ports).Run(),
        kFailed,
        "LL_TCP_CONNECT: bad port '" + ports +
            "'; write numbers from 0 to 65535 with ':' between "
            "them"));
  }
}

TEST_F(SampleAnswers, QuietVariablesAreRefusedWhereTheKernelLacksThem) {
  if (KernelAbi() >= 10) GTEST_SKIP() << "this kernel has them";
  for (const std::string name :
       {"LL_QUIET_ACCESS", "LL_FS_QUIET", "LL_NET_QUIET"}) {
    const Result result = ByPreload(scene_.Sub("granted")).Env(name, "").Run();
    EXPECT_EQ(result.status, kFailed) << result;
    EXPECT_EQ(
        result.err.rfind(
            "landshim: " + name + ": the variable needs Landlock ABI 10 ", 0),
        0U)
        << result;
  }
}

// What came of a command whose descriptor 2 is a terminal, as shown there.
std::string ShownAtTerminal(Command command) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  EXPECT_TRUE(grantpt(master) == 0 && unlockpt(master) == 0);
  const int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  EXPECT_EQ(command.Before([slave] { dup2(slave, 2); }).Run().status, 0);
  char text[4096];
  const ssize_t size = read(master, text, sizeof(text));
  close(slave);
  close(master);
  return size < 0 ? std::string() : std::string(text, text + size);
}

// Rules that state no `abi` mean all that is known.
TEST(WhatTheKernelCannotDeny, IsSaidAtATerminalAndToWhoAsks) {
  if (KernelAbi() >= 10) GTEST_SKIP() << "this kernel denies it all";
  const landshim::testing::Scene scene;
  const Words program = {Program("read_file"), scene.granted()};
  const Words options = {"--read", scene.Sub("granted")};
  EXPECT_TRUE(Ended(RunWith(options, program).Run(), 0, kGrantedText));
  EXPECT_NE(ShownAtTerminal(RunWith(options, program))
                .find("; this kernel cannot deny: "),
            std::string::npos);
  EXPECT_NE(RunWith(options, program)
                .Env("LANDSHIM_LOG", "info")
                .Run()
                .err.find("; this kernel cannot deny: "),
            std::string::npos);
  const Result doctor = Landshim({"doctor"}).Run();
  EXPECT_NE(doctor.out.find("bind_udp"), std::string::npos) << doctor;
  const std::string policy = scene.Write(
      "app.policy", "landshim 1\nabi 1..11\nread " + scene.Sub("granted"));
  const Result check = Landshim({"check", policy}).Run();
  EXPECT_NE((check.out + check.err).find("bind_udp"), std::string::npos)
      << check;
}

}  // namespace
}  // namespace landshim::attacks
