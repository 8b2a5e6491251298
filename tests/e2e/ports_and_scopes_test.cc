// Ports are bound and connected to where the policy grants it; signals and
// abstract sockets reach outside where it lifts the scope.
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "tests/e2e/playground.h"
#include "tests/lib/kernel.h"

namespace landshim::testing {
namespace {

class TcpPorts : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(4); }
};

class UdpPorts : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(10); }
};

class Scopes : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_ABI(6); }
};

TEST_F(TcpPorts, BoundWhereGranted) {
  const std::vector<int> ports = FreePorts(2);
  const std::string one = std::to_string(ports[0]);
  const std::string other = std::to_string(ports[1]);
  EXPECT_EQ(Do("bind_tcp " + one), 0);
  EXPECT_EQ(DoUnder("abi 4..11", "bind_tcp " + one), EACCES);
  EXPECT_EQ(DoUnder("bind tcp " + one, "bind_tcp " + one), 0);
  EXPECT_EQ(DoUnder("allow bind_tcp " + one, "bind_tcp " + one), 0);
  EXPECT_EQ(DoUnder("bind tcp " + one, "bind_tcp " + other), EACCES);
  EXPECT_EQ(DoUnder("bind tcp " + one + " " + other, "bind_tcp " + other), 0);
  EXPECT_EQ(DoUnder("connect tcp " + one, "bind_tcp " + one), EACCES);
  EXPECT_EQ(DoUnder("abi 4..11; bind udp " + one, "bind_tcp " + one), EACCES);
}

TEST_F(TcpPorts, GrantedInRangesWithBothEnds) {
  const int port = FreePorts(1)[0];
  const std::string bind = "bind_tcp " + std::to_string(port);
  const auto range = [](int first, int last) {
    return "bind tcp " + std::to_string(first) + ".." + std::to_string(last);
  };
  EXPECT_EQ(DoUnder(range(port, port + 2), bind), 0);
  EXPECT_EQ(DoUnder(range(port - 2, port), bind), 0);
  EXPECT_EQ(DoUnder(range(port - 3, port - 1), bind), EACCES);
  EXPECT_EQ(DoUnder(range(port + 1, port + 3), bind), EACCES);
  EXPECT_EQ(DoUnder(range(0, 65535), bind), 0);
}

TEST_F(TcpPorts, AnyFreeOneIsPortZero) {
  EXPECT_EQ(Do("bind_tcp 0"), 0);
  EXPECT_EQ(DoUnder("abi 4..11", "bind_tcp 0"), EACCES);
  EXPECT_EQ(DoUnder("bind tcp 0", "bind_tcp 0"), 0);
}

TEST_F(TcpPorts, ConnectedToWhereGranted) {
  const Listener one(Listener::Kind::kTcp);
  const Listener other(Listener::Kind::kTcp);
  const std::string connect = "connect_tcp " + one.address();
  EXPECT_EQ(Do(connect), 0);
  EXPECT_EQ(DoUnder("abi 4..11", connect), EACCES);
  EXPECT_EQ(DoUnder("connect tcp " + one.address(), connect), 0);
  EXPECT_EQ(DoUnder("allow connect_tcp " + one.address(), connect), 0);
  EXPECT_EQ(DoUnder("connect tcp " + other.address(), connect), EACCES);
  EXPECT_EQ(DoUnder("bind tcp " + one.address(), connect), EACCES);
}

TEST_F(TcpPorts, FreeWhereLeftUnhandled) {
  const Listener listener(Listener::Kind::kTcp);
  const std::string connect = "connect_tcp " + listener.address();
  for (const char* rules :
       {"abi 3", "abi 4..11; unrestrict net", "abi 4..11; unrestrict net.tcp",
        "abi 4..11; unrestrict connect_tcp"}) {
    EXPECT_EQ(DoUnder(rules, connect), 0) << rules;
  }
  for (const char* rules :
       {"abi 4..11; unrestrict fs scope", "abi 4..11; unrestrict net.udp",
        "abi 4..11; unrestrict bind_tcp"}) {
    EXPECT_EQ(DoUnder(rules, connect), EACCES) << rules;
  }
}

TEST_F(UdpPorts, BoundWhereGranted) {
  const std::string port = std::to_string(FreePorts(1)[0]);
  EXPECT_EQ(Do("bind_udp " + port), 0);
  EXPECT_EQ(DoUnder("abi 10..11", "bind_udp " + port), EACCES);
  EXPECT_EQ(DoUnder("bind udp " + port, "bind_udp " + port), 0);
  EXPECT_EQ(DoUnder("bind tcp " + port, "bind_udp " + port), EACCES);
  EXPECT_EQ(DoUnder("abi 9", "bind_udp " + port), 0);
}

TEST_F(UdpPorts, SentToWhereGranted) {
  const Listener one(Listener::Kind::kUdp);
  const Listener other(Listener::Kind::kUdp);
  for (const char* deed : {"connect_udp ", "send_udp "}) {
    const std::string command = deed + one.address();
    // The kernel binds the sender to a free port, which is port 0 to a rule.
    const std::string sender = "bind udp 0; connect udp ";
    EXPECT_EQ(Do(command), 0);
    EXPECT_EQ(DoUnder("abi 10..11", command), EACCES);
    EXPECT_EQ(DoUnder(sender + one.address(), command), 0);
    EXPECT_EQ(DoUnder(sender + other.address(), command), EACCES);
    EXPECT_EQ(DoUnder("connect tcp " + one.address(), command), EACCES);
  }
}

TEST_F(Scopes, KeepSignalsInsideUnlessLifted) {
  EXPECT_EQ(Do("send_signal"), 0);
  EXPECT_EQ(DoUnder("abi 6..11", "send_signal"), EPERM);
  for (const char* rules :
       {"abi 5", "abi 6..11; unscope signal", "abi 6..11; unrestrict scope",
        "abi 6..11; unrestrict signal",
        "abi 6..11; unscope signal abstract_unix_socket"}) {
    EXPECT_EQ(DoUnder(rules, "send_signal"), 0) << rules;
  }
  EXPECT_EQ(DoUnder("abi 6..11; unscope abstract_unix_socket", "send_signal"),
            EPERM);
}

TEST_F(Scopes, KeepAbstractSocketsInsideUnlessLifted) {
  const Listener listener(Listener::Kind::kAbstract);
  const std::string connect = "connect_abstract " + listener.address();
  EXPECT_EQ(Do(connect), 0);
  EXPECT_EQ(DoUnder("abi 6..11", connect), EPERM);
  for (const char* rules : {"abi 5", "abi 6..11; unscope abstract_unix_socket",
                            "abi 6..11; unrestrict scope",
                            "abi 6..11; unrestrict abstract_unix_socket"}) {
    EXPECT_EQ(DoUnder(rules, connect), 0) << rules;
  }
  EXPECT_EQ(DoUnder("abi 6..11; unscope signal", connect), EPERM);
}

}  // namespace
}  // namespace landshim::testing
