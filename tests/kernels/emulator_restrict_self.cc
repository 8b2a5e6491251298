// How another ABI answers landlock_restrict_self.
#include <errno.h>
#include <sys/prctl.h>

#include "tests/kernels/emulator.h"

namespace emulation {
namespace {

// On every ABI this ends in EPERM for lack of privileges, else in EBADF, and
// changes nothing.
Syscall PrivilegeCheck() {
  return {kRestrictSelf, {static_cast<uint64_t>(-1), 0}};
}

Syscall SetNoNewPrivs() { return {kPrctl, {PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0}}; }

// Whether the ABI takes -1 for a ruleset: only to mute the logs of later
// domains.
bool NeedsNoRuleset(int abi, int fd, uint32_t flags) {
  if (abi >= kTsyncWithoutRulesetAbi) flags &= ~kTsync;
  return fd == -1 && flags == kLogSubdomainsOff;
}

}  // namespace

Reply Emulator::RestrictSelf(pid_t tid, const Syscall& call) {
  int fd = static_cast<int>(call.args[0]);
  uint32_t flags = static_cast<uint32_t>(call.args[1]);
  Line line("restrict_self");
  line.Names("flags", RestrictFlagNames(flags));
  int forced = Forced({"restrict_self"});
  if (forced != 0) return Finish(line, -forced);
  if ((flags & ~RestrictFlagsOf(claim_)) == 0)
    return Enforce(tid, fd, flags, line);
  if (claim_ >= kFlagsBeforePrivilegesAbi) return Finish(line, -EINVAL);
  return Run(PrivilegeCheck(), [this, line](long result) {
    return Finish(line, result == -EBADF ? -EINVAL : result);
  });
}

// Flags that the real kernel lacks are left out. no_new_privs is then set by a
// call of its own: after the enforcement where that succeeds without it, since
// a failed call must not set it.
Reply Emulator::Enforce(pid_t tid, int fd, uint32_t flags, const Line& line) {
  std::optional<Ruleset> ruleset = book_.Find(tid, fd);
  bool no_ruleset = NeedsNoRuleset(claim_, fd, flags);
  bool nothing_real =
      (ruleset && ruleset->hollow) ||
      (no_ruleset && (RestrictFlagsOf(real_abi_) & kLogSubdomainsOff) == 0);
  uint32_t forwarded = flags & RestrictFlagsOf(real_abi_);
  if (no_ruleset && real_abi_ < kTsyncWithoutRulesetAbi) forwarded &= ~kTsync;
  Syscall call = {kRestrictSelf, {static_cast<uint64_t>(fd), forwarded}};
  if (nothing_real || (fd == -1 && !no_ruleset)) call = PrivilegeCheck();
  bool set_no_new_privs =
      (flags & kNoNewPrivs) != 0 && (call.args[1] & kNoNewPrivs) == 0;

  auto verdict = [nothing_real](long result) {
    return nothing_real && result == -EBADF ? 0 : result;
  };
  return Run(call, [=, this](long first) {
    long result = verdict(first);
    if (!set_no_new_privs || (result != 0 && result != -EPERM))
      return Finish(line, result);
    if (result == 0)
      return Run(SetNoNewPrivs(), [=, this](long) { return Finish(line, 0); });
    // Privileges were checked first, so nothing is known yet about the
    // descriptor.
    std::string path = DescriptorPath(tid, fd);
    bool usable =
        no_ruleset || ruleset || path == "anon_inode:[landlock-ruleset]";
    if (!usable) return Finish(line, path.empty() ? -EBADF : -EBADFD);
    return Run(SetNoNewPrivs(), [=, this](long) {
      return Run(call, [=, this](long second) {
        return Finish(line, verdict(second));
      });
    });
  });
}

}  // namespace emulation
