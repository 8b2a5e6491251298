// Ports, other processes, mounts: asked in ways that end after Landlock's
// answer and before anything happens.
#include <arpa/inet.h>
#include <linux/kcmp.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <memory>

#include "tools/checker/plan.h"

namespace landshim {
namespace {

constexpr char kNoMount[] = "/proc/self";

// TEST-NET-1 (RFC 5737): no address of this machine, so that binding ends with
// EADDRNOTAVAIL before a port is taken.
constexpr uint32_t kNobodysAddress = 0xc0000201;

sockaddr_in AddressOf(uint32_t address, uint16_t port) {
  sockaddr_in out = {};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(address);
  out.sin_port = htons(port);
  return out;
}

// A socket that lives as long as the child.
int NewSocket(int type) {
  const int fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return fd < 0 ? -errno : fd;
}

int BindNowhere(int type, uint16_t port) {
  const int fd = NewSocket(type);
  if (fd < 0) return -fd;
  const sockaddr_in address = AddressOf(kNobodysAddress, port);
  const int result =
      bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  const int error = result == 0 ? 0 : errno;
  close(fd);
  return error == EADDRNOTAVAIL ? 0 : error;
}

int ConnectToLoopback(int fd, uint16_t port) {
  const sockaddr_in address = AddressOf(INADDR_LOOPBACK, port);
  return connect(fd, reinterpret_cast<const sockaddr*>(&address),
                 sizeof(address)) == 0
             ? 0
             : errno;
}

int SendNothing(int fd, uint16_t port) {
  // With it the kernel goes the whole way, but for sending.
  constexpr int kMsgProbe = 0x10;
  const sockaddr_in address = AddressOf(INADDR_LOOPBACK, port);
  return sendto(fd, "", 1, kMsgProbe,
                reinterpret_cast<const sockaddr*>(&address),
                sizeof(address)) >= 0
             ? 0
             : errno;
}

// A socket that listens can connect to nobody: EISCONN, and no packet.
Plan PlanConnectTcp(uint16_t port) {
  const auto fd = std::make_shared<int>(-1);
  Plan plan;
  plan.before = [fd] {
    *fd = NewSocket(SOCK_STREAM);
    if (*fd < 0) return -*fd;
    const sockaddr_in address = AddressOf(INADDR_LOOPBACK, 0);
    return bind(*fd, reinterpret_cast<const sockaddr*>(&address),
                sizeof(address)) == 0 &&
                   listen(*fd, 1) == 0
               ? 0
               : errno;
  };
  plan.deed = [=] {
    const int error = ConnectToLoopback(*fd, port);
    return error == EISCONN ? 0 : error;
  };
  return plan;
}

// Connecting a UDP socket sends nothing.
Plan PlanConnectUdp(uint16_t port, bool binds_itself, bool sends) {
  const auto fd = std::make_shared<int>(-1);
  Plan plan;
  plan.before = [=] {
    *fd = NewSocket(SOCK_DGRAM);
    if (*fd < 0) return -*fd;
    if (binds_itself) return 0;
    const sockaddr_in address = AddressOf(INADDR_LOOPBACK, 0);
    return bind(*fd, reinterpret_cast<const sockaddr*>(&address),
                sizeof(address)) == 0
               ? 0
               : errno;
  };
  plan.deed = [=] {
    return sends ? SendNothing(*fd, port) : ConnectToLoopback(*fd, port);
  };
  return plan;
}

sockaddr_un AbstractAddress(socklen_t* size) {
  uint64_t number = 0;
  if (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
    number = static_cast<uint64_t>(getpid());
  }
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const int length =
      snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1,
               "landshim-try-%016llx", static_cast<unsigned long long>(number));
  *size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
  return address;
}

Plan PlanConnectAbstract(Stage* stage) {
  socklen_t size = 0;
  const sockaddr_un address = AbstractAddress(&size);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 ||
      bind(listener, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      listen(listener, 1) != 0) {
    return CannotBeTried("no abstract socket can be made");
  }
  stage->Keep(listener);
  Plan plan;
  // Not the socket of that name: any one outside is as good.
  plan.stands_in = true;
  plan.deed = [=] {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0
               ? 0
               : errno;
  };
  return plan;
}

}  // namespace

Plan PlanPort(const Operation& operation) {
  const AccessMasks access = operation.access;
  const uint16_t port = operation.port;
  Plan plan;
  if (access == right::bind_tcp) {
    plan.deed = [port] { return BindNowhere(SOCK_STREAM, port); };
  } else if (access == right::bind_udp) {
    plan.deed = [port] { return BindNowhere(SOCK_DGRAM, port); };
  } else if (access == right::connect_tcp) {
    plan = PlanConnectTcp(port);
  } else if (access == right::connect_send_udp) {
    plan = PlanConnectUdp(port, operation.kind->binds_itself,
                          operation.kind->name.rfind("send", 0) == 0);
  } else {
    return CannotBeTried("no call needs these rights together");
  }
  return plan;
}

Plan PlanScope(const Operation& operation, Stage* stage) {
  if (operation.access == right::abstract_unix_socket) {
    return PlanConnectAbstract(stage);
  }
  Plan plan;
  // Signal 0 asks for permission and is not sent.
  plan.deed = [] { return kill(getppid(), 0) == 0 ? 0 : errno; };
  return plan;
}

Plan PlanTrace() {
  Plan plan;
  // Compares landshim with itself, which takes the permission to look into it.
  plan.deed = [] {
    const pid_t outside = getppid();
    return syscall(SYS_kcmp, outside, outside, KCMP_VM, 0, 0) >= 0 ? 0 : errno;
  };
  return plan;
}

// /proc/self is the root of no mount, so that all of these end with EINVAL.
Plan PlanTopology(const Operation& operation) {
  const std::string_view name = operation.kind->name;
  Plan plan;
  if (name == "mount" || name == "remount") {
    plan.deed = [] {
      const int result =
          mount(nullptr, kNoMount, nullptr, MS_REMOUNT | MS_BIND, nullptr);
      return result == 0 || errno == EINVAL ? 0 : errno;
    };
  } else if (name == "pivot_root") {
    plan.deed = [] {
      const long result = syscall(SYS_pivot_root, kNoMount, kNoMount);
      return result == 0 || errno == EINVAL ? 0 : errno;
    };
  } else {
    return CannotBeTried("'" + std::string(name) +
                         "' has no form without an effect; 'mount' is denied "
                         "and allowed alike");
  }
  return plan;
}

}  // namespace landshim
