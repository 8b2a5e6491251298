// The texts about what is around a process.
#include <cerrno>
#include <cstdio>

#include "tools/doctor/surroundings.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

// The first ABI whose kernels log denials (policy/abi.h, kLogNewExecOn).
constexpr int kAuditAbi = 7;

Fact DescribeNotification(const Surroundings& found) {
  Fact fact = {.key = "user_notification",
               .values = {{"error", int64_t{found.notify_error}},
                          {"listener_error", int64_t{found.listener_error}}}};
  if (found.notify_error != 0) {
    fact.state = State::kLimited;
    fact.text =
        "what a program does cannot be recorded: seccomp user "
        "notification is missing or refused: " +
        DescribeError(found.notify_error);
    fact.cure =
        "allow seccomp(2) in the seccomp filter, or use Linux 5.5 or newer "
        "with CONFIG_SECCOMP_FILTER";
  } else if (found.listener_error == EBUSY) {
    fact.state = State::kLimited;
    fact.text =
        "what a program does cannot be recorded: somebody listens to "
        "this process by seccomp already (EBUSY)";
    fact.cure = "record it outside of that container or sandbox";
  } else if (found.listener_error != 0) {
    fact.state = State::kLimited;
    fact.text =
        "what a program does cannot be recorded: a seccomp listener is "
        "refused: " +
        DescribeError(found.listener_error);
    fact.cure = "allow seccomp(2) in the seccomp filter";
  } else {
    fact.text = "seccomp can show a recorder what a program does";
  }
  return fact;
}

Fact DescribeScope(const Surroundings& found) {
  Fact fact = {.key = "ptrace_scope",
               .values = {{"value", found.ptrace_scope}}};
  if (found.ptrace_scope.empty()) {
    fact.text = "no Yama: a recorder can read the memory of what it watches";
  } else if (found.ptrace_scope == "0") {
    fact.text =
        "Yama's is 0: a recorder can read the memory of what it "
        "watches";
  } else if (found.ptrace_scope == "1") {
    fact.text =
        "Yama's is 1: a recorder can read the memory of what it "
        "started, and of nothing else";
  } else {
    fact.state = State::kLimited;
    fact.text = "Yama's is " + Escape(found.ptrace_scope) +
                ": only root, or nobody, can read another program's memory";
    fact.cure = "set kernel.yama.ptrace_scope to 1 for recording";
  }
  return fact;
}

Fact DescribeAudit(const Surroundings& found, int abi) {
  constexpr const char* kNames[] = {"on", "off", "missing", "unknown"};
  Fact fact = {
      .key = "audit",
      .values = {
          {"audit", std::string(kNames[static_cast<int>(found.audit)])}}};
  switch (found.audit) {
    case Audit::kOn:
      fact.text = "on";
      break;
    case Audit::kOff:
      fact.text =
          "off: denials are not logged; 'auditctl -e 1', or audit=1 "
          "for the kernel, turns it on";
      break;
    case Audit::kMissing:
      fact.text = "this kernel was built without it: denials are not logged";
      break;
    case Audit::kUnknown:
      fact.text = "whether it is on cannot be told: " +
                  DescribeError(found.audit_error);
  }
  if (abi >= kAuditAbi) return fact;
  fact.text +=
      "; Landlock logs denials from ABI " + std::to_string(kAuditAbi) + " on";
  return fact;
}

Fact DescribeContainer(const Surroundings& found) {
  return {.key = "container",
          .text = found.container.empty()
                      ? "no sign of one"
                      : "signs of one: " + Escape(Join(found.container)),
          .values = {{"signs", found.container}}};
}

bool HasNoSetting(const std::string& release) {
  int major = 0;
  int minor = 0;
  // NOLINTNEXTLINE(cert-err34-c): what is no number leaves zero.
  if (sscanf(release.c_str(), "%d.%d", &major, &minor) != 2) return false;
  return major < 6 || (major == 6 && minor < 2);
}

// ioctl(2) TIOCSTI on a terminal that a program has inherited: no right of
// Landlock is about it.
Fact DescribeTerminal(const Surroundings& found) {
  Fact fact = {.key = "terminal",
               .values = {{"legacy_tiocsti", found.legacy_tiocsti}}};
  if (found.legacy_tiocsti == "0") {
    fact.text =
        "dev.tty.legacy_tiocsti is 0: no program without CAP_SYS_ADMIN can "
        "type into its terminal";
    return fact;
  }
  constexpr char kCanType[] =
      "a program, sandboxed or not, can type into the terminal that it has";
  constexpr char kOwnSession[] = "start it by 'landshim run --new-session'";
  if (!found.legacy_tiocsti.empty()) {
    fact.state = State::kLimited;
    fact.text = "dev.tty.legacy_tiocsti is " + Escape(found.legacy_tiocsti) +
                ": " + kCanType;
    fact.cure = std::string("set it to 0, or ") + kOwnSession;
  } else if (HasNoSetting(found.release)) {
    fact.state = State::kLimited;
    fact.text = std::string(kCanType) + ": dev.tty.legacy_tiocsti, which " +
                "forbids it, came with Linux 6.2";
    fact.cure = kOwnSession;
  } else {
    fact.text = std::string("whether ") + kCanType +
                " cannot be told: dev.tty.legacy_tiocsti cannot be read";
  }
  return fact;
}

// What a sandboxed program reaches where Landlock cannot deny it.
Fact DescribeSockets(const Surroundings& found, int abi) {
  constexpr int kGated = 9;  // the first ABI with resolve_unix
  Fact fact = {.key = "escape_sockets", .values = {{"sockets", found.sockets}}};
  if (found.sockets.empty()) {
    fact.text = "none of a program that does things outside was found";
    return fact;
  }
  std::string list;
  for (const std::string& socket : found.sockets) {
    list += (list.empty() ? "" : "; ") + Escape(socket);
  }
  fact.text = list;
  if (abi >= kGated) return fact;
  fact.state = State::kLimited;
  fact.text =
      "a sandboxed program can connect to what this user can, as "
      "Landlock restricts unix sockets from ABI " +
      std::to_string(kGated) + " on: " + list;
  fact.cure = "run it as a user who may not open them";
  return fact;
}

}  // namespace

std::vector<Fact> DescribeSurroundings(const Surroundings& found, int abi) {
  return {DescribeNotification(found), DescribeScope(found),
          DescribeAudit(found, abi),   DescribeContainer(found),
          DescribeTerminal(found),     DescribeSockets(found, abi)};
}

}  // namespace landshim::doctor
