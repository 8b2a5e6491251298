// How another ABI answers landlock_add_rule.
#include <errno.h>

#include "tests/kernels/emulator.h"

namespace emulation {

// The arguments of one call. What could not be read stays zero.
struct Emulator::Rule {
  pid_t tid;
  Syscall call;
  int ruleset_fd;
  int type;
  uint32_t flags;
  bool readable = false;
  uint64_t access = 0;
  int parent_fd = -1;
  uint64_t port = 0;

  Rule(pid_t task, const Syscall& request)
      : tid(task),
        call(request),
        ruleset_fd(static_cast<int>(request.args[0])),
        type(static_cast<int>(request.args[1])),
        flags(static_cast<uint32_t>(request.args[3])) {
    uint64_t second = type == kRuleNetPort ? sizeof(port) : sizeof(parent_fd);
    void* to = type == kRuleNetPort ? static_cast<void*>(&port)
                                    : static_cast<void*>(&parent_fd);
    readable = ReadMemory(tid, call.args[2], &access, sizeof(access)) &&
               ReadMemory(tid, call.args[2] + sizeof(access), to, second);
  }

  bool quiet() const { return (flags & kAddRuleQuiet) != 0; }
};

Line Emulator::DescribeRule(const Rule& rule) const {
  Line line("add_rule");
  bool is_net = rule.type == kRuleNetPort;
  bool is_path = rule.type == kRulePathBeneath;
  line.Text("type", is_net    ? "net_port"
                    : is_path ? "path_beneath"
                              : std::to_string(rule.type));
  RightClass kind = is_net ? RightClass::kNet : RightClass::kFs;
  line.Names("access", RightNames(kind, is_net || is_path ? rule.access : 0));
  line.Bool("quiet", rule.quiet());
  if (is_net) line.Number("port", rule.port);
  if (is_path) line.Text("path", DescriptorPath(rule.tid, rule.parent_fd));
  return line;
}

Reply Emulator::AddRule(pid_t tid, const Syscall& call) {
  Rule rule(tid, call);
  Line line = DescribeRule(rule);
  int forced = Forced({"add_rule"});
  if (forced != 0) return Finish(line, -forced);
  uint32_t known_flags = claim_ >= kQuietAbi ? kAddRuleQuiet : 0;
  if ((rule.flags & ~known_flags) != 0) return Finish(line, -EINVAL);
  std::optional<Ruleset> ruleset = book_.Find(tid, rule.ruleset_fd);
  if (!ruleset) {
    // No ruleset of ours: the kernel knows whether it is EBADF or EBADFD.
    Syscall plain = call;
    plain.args[3] = 0;
    return RunThenFinish(plain, line);
  }
  long error = CheckRule(rule, *ruleset);
  return error != 0 ? Finish(line, error) : ForwardRule(rule, line);
}

// Everything that the kernel checks between the ruleset's descriptor and the
// rule's target.
long Emulator::CheckRule(const Rule& rule, const Ruleset& ruleset) const {
  bool is_net = rule.type == kRuleNetPort;
  if (!is_net && rule.type != kRulePathBeneath) return -EINVAL;
  if (is_net && claim_ < kNetAbi) return -EINVAL;
  if (!rule.readable) return -EFAULT;
  if (rule.access == 0 && rule.flags == 0) return -ENOMSG;
  uint64_t handled =
      is_net ? ruleset.attr.handled.net : ruleset.attr.handled.fs;
  uint64_t quiet = is_net ? ruleset.attr.quiet.net : ruleset.attr.quiet.fs;
  if ((rule.access & ~handled) != 0) return -EINVAL;
  if (rule.quiet() && quiet == 0) return -EINVAL;
  if (is_net && rule.port > UINT16_MAX) return -EINVAL;
  return 0;
}

Reply Emulator::ForwardRule(const Rule& rule, const Line& line) {
  bool is_net = rule.type == kRuleNetPort;
  uint64_t access = rule.access & (is_net ? real_.net : real_.fs);
  uint64_t flags = real_abi_ >= kQuietAbi ? rule.flags : 0;
  if (access == 0 && flags == 0) {
    return Finish(line, is_net ? 0 : CheckRuleTarget(rule.tid, rule.parent_fd));
  }
  Syscall call = rule.call;
  call.args[3] = flags;
  Reply reply = RunThenFinish(call, line);
  reply.pointer_arg = 2;
  reply.words = {access,
                 is_net ? rule.port : static_cast<uint32_t>(rule.parent_fd)};
  return reply;
}

}  // namespace emulation
