// Calls that name addresses.
#include <linux/net.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "tools/message.h"
#include "tools/recorder/decode.h"

namespace landshim {
namespace {

constexpr socklen_t kLongestAddress = sizeof(struct sockaddr_storage);

// struct msghdr as far as it matters, of this machine and of 32 bits.
struct WideMessage {
  uint64_t name;
  uint32_t name_length;
};

struct NarrowMessage {
  uint32_t name;
  uint32_t name_length;
};

// The sizes of struct mmsghdr.
constexpr uint64_t kWideStep = 64;
constexpr uint64_t kNarrowStep = 32;

// UIO_MAXIOV: the kernel sends no more messages at once.
constexpr uint64_t kMostMessages = 1024;

enum class Use : uint8_t { kBind, kConnect, kSend };

// What Landlock calls TCP and UDP (include/net/sock.h, sk_is_tcp, sk_is_udp).
enum class Protocol : uint8_t { kOther, kTcp, kUdp };

struct Socket {
  Protocol protocol = Protocol::kOther;
  bool is_bound = false;
};

int Option(int socket, int option) {
  int value = -1;
  socklen_t size = sizeof(value);
  getsockopt(socket, SOL_SOCKET, option, &value, &size);
  return value;
}

bool IsBound(int socket) {
  struct sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  if (getsockname(socket, reinterpret_cast<struct sockaddr*>(&address),
                  &size) != 0) {
    return false;
  }
  // In both families the port stands at the same place.
  return reinterpret_cast<struct sockaddr_in*>(&address)->sin_port != 0;
}

// 0 or errno.
int Inspect(const Requester& requester, int fd, Socket* out) {
  int socket = -1;
  if (const int error = requester.Duplicate(fd, &socket)) return error;
  const int domain = Option(socket, SO_DOMAIN);
  const int type = Option(socket, SO_TYPE);
  const int protocol = Option(socket, SO_PROTOCOL);
  if (domain == AF_INET || domain == AF_INET6) {
    if (type == SOCK_STREAM && protocol == IPPROTO_TCP) {
      out->protocol = Protocol::kTcp;
    } else if (type == SOCK_DGRAM && protocol == IPPROTO_UDP) {
      out->protocol = Protocol::kUdp;
      out->is_bound = IsBound(socket);
    }
  }
  close(socket);
  return 0;
}

class Addresses {
 public:
  Addresses(const CallData& call, const Requester& requester, Decoded* decoded)
      : call_(call), requester_(requester), decoded_(decoded) {}

  bool Decode() {
    switch (call_.call) {
      case Call::k_bind:
        Add(Use::kBind, call_.args[1], call_.args[2]);
        return true;
      case Call::k_connect:
        Add(Use::kConnect, call_.args[1], call_.args[2]);
        return true;
      case Call::k_sendto:
        Add(Use::kSend, call_.args[4], call_.args[5], call_.args[3]);
        return true;
      case Call::k_sendmsg:
        AddMessage(call_.args[1], call_.args[2]);
        return true;
      case Call::k_sendmmsg: {
        const uint64_t count = std::min(call_.args[2], kMostMessages);
        const uint64_t step = call_.narrow ? kNarrowStep : kWideStep;
        for (uint64_t i = 0; i < count && decoded_->gap.empty(); ++i) {
          AddMessage(call_.args[1] + i * step, call_.args[3]);
        }
        return true;
      }
      case Call::k_socketcall:
        return DecodeMultiplexed();
      default:
        return false;
    }
  }

 private:
  // i386's old way: the number of the call, then its arguments in memory.
  bool DecodeMultiplexed() {
    constexpr size_t kMostArguments = 6;
    struct {
      uint64_t number;
      Call call;
      size_t arguments;
    } constexpr kCalls[] = {{SYS_BIND, Call::k_bind, 3},
                            {SYS_CONNECT, Call::k_connect, 3},
                            {SYS_SENDTO, Call::k_sendto, 6},
                            {SYS_SENDMSG, Call::k_sendmsg, 3},
                            {SYS_SENDMMSG, Call::k_sendmmsg, 4}};
    for (const auto& known : kCalls) {
      if (known.number != call_.args[0]) continue;
      uint32_t words[kMostArguments] = {};
      if (!TakeBytes(requester_, call_.args[1], words, 4 * known.arguments,
                     decoded_)) {
        return true;
      }
      CallData inner = call_;
      inner.call = known.call;
      std::copy(std::begin(words), std::end(words), inner.args.begin());
      return Addresses(inner, requester_, decoded_).Decode();
    }
    return true;
  }

  void AddMessage(uint64_t address, uint64_t flags) {
    WideMessage message = {};
    if (call_.narrow) {
      NarrowMessage narrow = {};
      if (!TakeBytes(requester_, address, &narrow, sizeof(narrow), decoded_)) {
        return;
      }
      message = {narrow.name, narrow.name_length};
    } else if (!TakeBytes(requester_, address, &message, sizeof(message),
                          decoded_)) {
      return;
    }
    if (message.name == 0) return;
    Add(Use::kSend, message.name, message.name_length, flags);
  }

  // `flags`: of a send.
  void Add(Use use, uint64_t address, uint64_t size, uint64_t flags = 0) {
    struct sockaddr_storage bytes = {};
    const auto length = static_cast<socklen_t>(
        std::min<uint64_t>(static_cast<uint32_t>(size), kLongestAddress));
    if (address == 0 || length < sizeof(sa_family_t) ||
        !TakeBytes(requester_, address, &bytes, length, decoded_)) {
      return;
    }
    switch (bytes.ss_family) {
      case AF_UNIX:
        return AddUnix(use, bytes, length);
      case AF_INET:
      case AF_INET6:
      case AF_UNSPEC:
        return AddPort(use, bytes, length, flags);
      default:
        return;
    }
  }

  void AddUnix(Use use, const struct sockaddr_storage& bytes, size_t length) {
    constexpr size_t kStart = offsetof(struct sockaddr_un, sun_path);
    // The kernel chooses a name, or the socket's peer is given up.
    if (length <= kStart) return;
    const char* const start = reinterpret_cast<const char*>(&bytes) + kStart;
    std::string name(start, length - kStart);
    if (name.front() == '\0') {
      Attempt attempt = MakeAttempt("connect abstract");
      attempt.name = name.substr(1);
      attempt.binds = use == Use::kBind;
      decoded_->attempts.push_back(std::move(attempt));
      return;
    }
    name.resize(std::min(name.find('\0'), name.size()));
    decoded_->attempts.push_back(
        MakeAttempt(use == Use::kBind ? "bind unix" : "connect unix",
                    {AT_FDCWD, std::move(name)}));
  }

  void AddPort(Use use, const struct sockaddr_storage& bytes, size_t length,
               uint64_t flags) {
    // A peer is given up, which is always allowed; bind(2) takes it for IPv4.
    if (bytes.ss_family == AF_UNSPEC && use != Use::kBind) return;
    if (length < sizeof(struct sockaddr_in)) return;
    const int fd = static_cast<int>(call_.args[0]);
    Socket socket;
    if (const int error = Inspect(requester_, fd, &socket)) {
      if (error == EBADF || error == ESRCH) return;
      decoded_->gap = "its socket cannot be looked at: " + DescribeError(error);
      return;
    }
    const char* const operation = OperationOf(use, socket, flags);
    if (operation == nullptr) return;
    Attempt attempt = MakeAttempt(operation);
    attempt.port =
        ntohs(reinterpret_cast<const struct sockaddr_in*>(&bytes)->sin_port);
    decoded_->attempts.push_back(std::move(attempt));
  }

  static const char* OperationOf(Use use, const Socket& socket,
                                 uint64_t flags) {
    if (socket.protocol == Protocol::kTcp) {
      if (use == Use::kBind) return "bind tcp";
      // Of a connected socket the address does not count.
      const bool connects = use == Use::kConnect || (flags & MSG_FASTOPEN) != 0;
      return connects ? "connect tcp" : nullptr;
    }
    if (socket.protocol == Protocol::kUdp) {
      if (use == Use::kBind) return "bind udp";
      if (socket.is_bound) return "connect_send_udp";
      return use == Use::kConnect ? "connect udp" : "send udp";
    }
    return nullptr;
  }

  const CallData& call_;
  const Requester& requester_;
  Decoded* decoded_;
};

}  // namespace

bool DecodeSocketCall(const CallData& call, const Requester& requester,
                      Decoded* decoded) {
  return Addresses(call, requester, decoded).Decode();
}

}  // namespace landshim
