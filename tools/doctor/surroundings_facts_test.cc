// Tests what is said about recorders, the audit log and containers.
#include <gtest/gtest.h>

#include <cerrno>

#include "tools/doctor/surroundings.h"

namespace landshim::doctor {
namespace {

std::string Line(const Surroundings& found, const std::string& key,
                 int abi = 7) {
  for (const Fact& fact : DescribeSurroundings(found, abi)) {
    if (fact.key != key) continue;
    return fact.cure.empty() ? fact.text : fact.text + "; " + fact.cure;
  }
  return {};
}

TEST(Surroundings, TellWhetherARecorderWouldWork) {
  EXPECT_EQ(Line({}, "user_notification"),
            "seccomp can show a recorder what a program does");
  EXPECT_EQ(
      Line({.notify_error = EINVAL}, "user_notification"),
      "what a program does cannot be recorded: seccomp user notification "
      "is missing or refused: invalid argument (EINVAL); allow seccomp(2) "
      "in the seccomp filter, or use Linux 5.5 or newer with "
      "CONFIG_SECCOMP_FILTER");
  EXPECT_EQ(Line({.listener_error = EBUSY}, "user_notification"),
            "what a program does cannot be recorded: somebody listens to this "
            "process by seccomp already (EBUSY); record it outside of that "
            "container or sandbox");
  EXPECT_EQ(Line({.listener_error = EPERM}, "user_notification"),
            "what a program does cannot be recorded: a seccomp listener is "
            "refused: operation not permitted (EPERM); allow seccomp(2) in the "
            "seccomp filter");
}

TEST(Surroundings, TellWhetherAProgramCanTypeIntoItsTerminal) {
  EXPECT_EQ(Line({.legacy_tiocsti = "0"}, "terminal"),
            "dev.tty.legacy_tiocsti is 0: no program without CAP_SYS_ADMIN can "
            "type into its terminal");
  EXPECT_EQ(Line({.legacy_tiocsti = "1"}, "terminal"),
            "dev.tty.legacy_tiocsti is 1: a program, sandboxed or not, can "
            "type into the terminal that it has; set it to 0, or start it by "
            "'landshim run --new-session'");
  EXPECT_EQ(Line({.release = "6.1.0-42-amd64"}, "terminal"),
            "a program, sandboxed or not, can type into the terminal that it "
            "has: dev.tty.legacy_tiocsti, which forbids it, came with Linux "
            "6.2; start it by 'landshim run --new-session'");
  EXPECT_EQ(Line({.release = "6.18.44"}, "terminal"),
            "whether a program, sandboxed or not, can type into the terminal "
            "that it has cannot be told: dev.tty.legacy_tiocsti cannot be "
            "read");
}

TEST(Surroundings, TellYamasScope) {
  EXPECT_EQ(Line({}, "ptrace_scope"),
            "no Yama: a recorder can read the memory of what it watches");
  EXPECT_EQ(Line({.ptrace_scope = "0"}, "ptrace_scope"),
            "Yama's is 0: a recorder can read the memory of what it watches");
  EXPECT_EQ(Line({.ptrace_scope = "1"}, "ptrace_scope"),
            "Yama's is 1: a recorder can read the memory of what it started, "
            "and of nothing else");
  EXPECT_EQ(Line({.ptrace_scope = "2"}, "ptrace_scope"),
            "Yama's is 2: only root, or nobody, can read another program's "
            "memory; set kernel.yama.ptrace_scope to 1 for recording");
}

TEST(Surroundings, TellWhetherDenialsAreLogged) {
  EXPECT_EQ(Line({.audit = Audit::kOn}, "audit"), "on");
  EXPECT_EQ(Line({.audit = Audit::kOn}, "audit", 6),
            "on; Landlock logs denials from ABI 7 on");
  EXPECT_EQ(Line({.audit = Audit::kOff}, "audit"),
            "off: denials are not logged; 'auditctl -e 1', or audit=1 for the "
            "kernel, turns it on");
  EXPECT_EQ(Line({.audit = Audit::kMissing}, "audit"),
            "this kernel was built without it: denials are not logged");
  EXPECT_EQ(Line({.audit_error = EPERM}, "audit"),
            "whether it is on cannot be told: operation not permitted (EPERM)");
}

TEST(Surroundings, TellAContainerByItsSigns) {
  EXPECT_EQ(Line({}, "container"), "no sign of one");
  EXPECT_EQ(
      Line({.container = {"/.dockerenv", "container=docker"}}, "container"),
      "signs of one: /.dockerenv and container=docker");
}

TEST(Surroundings, TellSocketsThatLeadOutside) {
  EXPECT_EQ(Line({}, "escape_sockets"),
            "none of a program that does things outside was found");
  EXPECT_EQ(Line({.sockets = {"/tmp/tmux-0/default, by which one types into "
                              "other programs",
                              "/run/x, which runs commands for others"}},
                 "escape_sockets", 7),
            "a sandboxed program can connect to what this user can, as "
            "Landlock restricts unix sockets from ABI 9 on: "
            "/tmp/tmux-0/default, by which one types into other programs; "
            "/run/x, which runs commands for others; run it as a user who may "
            "not open them");
  EXPECT_EQ(Line({.sockets = {"/run/x, which runs commands for others"}},
                 "escape_sockets", 9),
            "/run/x, which runs commands for others");
}

}  // namespace
}  // namespace landshim::doctor
