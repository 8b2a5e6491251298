// What a policy says, one operand at a time, and the table of its verbs.
#ifndef LANDSHIM_POLICY_STATEMENT_H_
#define LANDSHIM_POLICY_STATEMENT_H_

#include <cstdint>
#include <string_view>

#include "policy/abi.h"
#include "policy/access.h"
#include "policy/problem.h"
#include "policy/source.h"

namespace landshim {

enum class StatementKind : uint8_t {
  kAbi,         // abi
  kInclude,     // text: the file or fragment
  kPath,        // access is granted (quiet: muted) at and beneath text
  kPort,        // access is granted (quiet: muted) on the ports
  kQuiet,       // access: the denials that quiet rules mute
  kUnscope,     // access is lifted
  kUnrestrict,  // access is left unhandled
  kLog,         // log is turned on or off
};

struct Verb;
struct LogFlag;

// `read /a /b` reads as two of these. Views are valid until the next one.
struct Statement {
  StatementKind kind = StatementKind::kAbi;
  Place place;                 // of the operand
  const Verb* verb = nullptr;  // null: not written as a statement
  AccessMasks access;
  std::string_view text;  // NUL-terminated, but for a fragment's name
  AbiRange abi;
  uint16_t first_port = 0;
  uint16_t last_port = 0;
  const LogFlag* log = nullptr;
  bool log_on = false;
  bool optional = false;  // `?`: skipped where the path is missing
  bool exact = false;     // `allow`: every right must fit the object
  bool quiet = false;     // the rule mutes the audit log, grants nothing
  bool fragment = false;  // kInclude: text names a fragment
};

// What follows a verb.
enum class Operands : uint8_t {
  kVersion,
  kAbi,
  kIncludes,
  kPaths,
  kAllowed,
  kPeer,  // tcp, udp or unix, then ports or paths
  kScopes,
  kClasses,
  kLog,
};

// Every verb of the language. In place, as in policy/access.h.
struct Verb {
  char name[11];
  Operands operands;
  uint8_t least_operands;
  bool takes_path;
  AccessMasks access;  // kPaths: what the verb grants

  constexpr std::string_view Name() const { return name; }
};

inline constexpr AccessMasks kReadRights = right::read_file | right::read_dir;
inline constexpr AccessMasks kWriteRights =
    kReadRights | right::write_file | right::truncate | right::make_reg |
    right::make_dir | right::make_sym | right::make_fifo | right::make_sock |
    right::remove_file | right::remove_dir | right::refer;
inline constexpr AccessMasks kDeviceRights =
    kReadRights | right::write_file | right::ioctl_dev;

inline constexpr Verb kVerbs[] = {
    {"landshim", Operands::kVersion, 1, false, {}},
    {"abi", Operands::kAbi, 1, false, {}},
    {"include", Operands::kIncludes, 1, true, {}},
    {"read", Operands::kPaths, 1, true, kReadRights},
    {"exec", Operands::kPaths, 1, true, kReadRights | right::execute},
    {"write", Operands::kPaths, 1, true, kWriteRights},
    {"device", Operands::kPaths, 1, true, kDeviceRights},
    {"allow", Operands::kAllowed, 2, true, {}},
    {"connect", Operands::kPeer, 2, true, {}},
    {"bind", Operands::kPeer, 2, false, {}},
    {"unscope", Operands::kScopes, 1, false, {}},
    {"unrestrict", Operands::kClasses, 1, false, {}},
    {"quiet", Operands::kPaths, 1, true, {}},
    {"log", Operands::kLog, 2, false, {}},
};

// How a verb is written, for messages.
constexpr Argument ExampleOf(const Verb& verb) {
  return Argument::Example(static_cast<size_t>(&verb - kVerbs));
}

// Verbs that other tools have, or that a newcomer tries first.
struct OtherVerb {
  char name[8];
  char instead[8];  // empty: there is no such thing (deny)
};

inline constexpr OtherVerb kOtherVerbs[] = {
    {"deny", ""},   {"forbid", ""},      {"ro", "read"},     {"rw", "write"},
    {"rx", "exec"}, {"execute", "exec"}, {"listen", "bind"},
};

// What `connect` and `bind` can name.
struct Peer {
  char name[5];
  AccessMasks connect;
  AccessMasks bind;
};

inline constexpr Peer kPeers[] = {
    {"tcp", right::connect_tcp, right::bind_tcp},
    {"udp", right::connect_send_udp, right::bind_udp},
    {"unix", right::resolve_unix, {}},
};

inline constexpr AccessMasks kAllRights = SupportedAccess(kNewestAbi);

// What `unrestrict` can name besides a single right.
struct AccessClass {
  char name[8];
  AccessMasks access;
};

inline constexpr AccessClass kClasses[] = {
    {"fs", kAllRights& kFsClass},
    {"net", kAllRights& kNetClass},
    {"net.tcp", right::bind_tcp | right::connect_tcp},
    {"net.udp", right::bind_udp | right::connect_send_udp},
    {"scope", kAllRights& kScopeClass},
};

// What `log` can name: landlock_restrict_self's flag is set by `on` or `off`.
struct LogFlag {
  char name[11];
  bool set_by_on;
  Flag flag;
};

inline constexpr LogFlag kLogFlags[] = {
    {"same_exec", false, kLogSameExecOff},
    {"new_exec", true, kLogNewExecOn},
    {"subdomains", false, kLogSubdomainsOff},
};

// Service names that people write where a port is meant.
struct Service {
  char name[7];
  char port[5];
};

inline constexpr Service kServices[] = {
    {"dns", "53"},     {"domain", "53"}, {"ftp", "21"},     {"http", "80"},
    {"https", "443"},  {"ldap", "389"},  {"mysql", "3306"}, {"ntp", "123"},
    {"redis", "6379"}, {"smtp", "25"},   {"ssh", "22"},
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_STATEMENT_H_
