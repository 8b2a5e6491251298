// The queries, and the creation of rulesets.
#include "tests/kernels/emulator.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace emulation {
namespace {

constexpr uint64_t kExecute = 1;

// Mirrors copy_struct_from_user(): bytes beyond what the kernel knows must be
// zero.
bool HasUnknownTail(const std::vector<char>& bytes, size_t known) {
  for (size_t i = known; i < bytes.size(); ++i) {
    if (bytes[i] != 0) return true;
  }
  return false;
}

std::vector<uint64_t> WordsOf(const RulesetAttr& attr) {
  return {attr.handled.fs, attr.handled.net, attr.handled.scoped,
          attr.quiet.fs,   attr.quiet.net,   attr.quiet.scoped};
}

Line DescribeAttr(const RulesetAttr& attr) {
  Line line("create_ruleset");
  line.Names("fs", RightNames(RightClass::kFs, attr.handled.fs));
  line.Names("net", RightNames(RightClass::kNet, attr.handled.net));
  line.Names("scoped", RightNames(RightClass::kScope, attr.handled.scoped));
  line.Names("quiet_fs", RightNames(RightClass::kFs, attr.quiet.fs));
  line.Names("quiet_net", RightNames(RightClass::kNet, attr.quiet.net));
  line.Names("quiet_scoped", RightNames(RightClass::kScope, attr.quiet.scoped));
  return line;
}

}  // namespace

Emulator::Emulator(const Options& options, int real_abi, Recorder* recorder)
    : options_(options),
      claim_(options.claim.value_or(real_abi)),
      real_abi_(real_abi),
      known_(RightsOf(claim_).Without(options.lack)),
      real_(RightsOf(real_abi)),
      recorder_(recorder) {}

Reply Emulator::Begin(pid_t tid, const Syscall& call) {
  if (call.number == kAddRule) return AddRule(tid, call);
  if (call.number == kRestrictSelf) return RestrictSelf(tid, call);
  uint32_t flags = static_cast<uint32_t>(call.args[2]);
  return flags != 0 ? Query(call, flags) : CreateRuleset(tid, call);
}

int Emulator::Forced(std::initializer_list<const char*> names) const {
  for (const char* name : names) {
    auto forced = options_.fail.find(name);
    if (forced != options_.fail.end()) return forced->second;
  }
  return claim_ == 0 ? ENOSYS : 0;
}

Reply Emulator::Finish(const Line& line, long result) {
  recorder_->Write(line.WithResult(result));
  Reply reply;
  reply.result = result;
  return reply;
}

Reply Emulator::Run(const Syscall& call, std::function<Reply(long)> then) {
  Reply reply;
  reply.final = false;
  reply.call = call;
  reply.then = std::move(then);
  return reply;
}

Reply Emulator::RunThenFinish(const Syscall& call, const Line& line) {
  return Run(call, [this, line](long result) { return Finish(line, result); });
}

Reply Emulator::Query(const Syscall& call, uint32_t flags) {
  bool well_formed = call.args[0] == 0 && call.args[1] == 0;
  if (well_formed && flags == kQueryVersion) {
    int forced = Forced({"create_ruleset_version", "create_ruleset"});
    return Finish(Line("version"), forced != 0 ? -forced : claim_);
  }
  if (well_formed && flags == kQueryErrata) {
    int forced = Forced({"create_ruleset"});
    return forced != 0 ? Finish(Line("errata"), -forced)
                       : RunThenFinish(call, Line("errata"));
  }
  int forced = Forced({"create_ruleset"});
  return Finish(DescribeAttr({}), forced != 0 ? -forced : -EINVAL);
}

long Emulator::ReadAttr(pid_t tid, const Syscall& call,
                        RulesetAttr* attr) const {
  size_t size = call.args[1];
  if (call.args[0] == 0) return -EFAULT;
  if (size < AttrSizeOf(1)) return -EINVAL;
  if (size > static_cast<size_t>(getpagesize())) return -E2BIG;
  std::vector<char> bytes(size);
  if (!ReadMemory(tid, call.args[0], bytes.data(), size)) return -EFAULT;
  memcpy(attr, bytes.data(), std::min(size, sizeof(*attr)));
  return HasUnknownTail(bytes, std::min(AttrSizeOf(claim_), size)) ? -E2BIG : 0;
}

long Emulator::CheckAttr(const RulesetAttr& attr) const {
  if (!attr.handled.Within(known_)) return -EINVAL;
  if (!attr.quiet.Within(attr.handled)) return -EINVAL;
  return attr.handled.Any() ? 0 : -ENOMSG;
}

Reply Emulator::CreateRuleset(pid_t tid, const Syscall& call) {
  RulesetAttr attr;
  long error = ReadAttr(tid, call, &attr);
  Line line = DescribeAttr(attr);
  int forced = Forced({"create_ruleset_attr", "create_ruleset"});
  if (forced != 0) return Finish(line, -forced);
  if (error == 0) error = CheckAttr(attr);
  return error != 0 ? Finish(line, error) : ForwardCreate(tid, attr, line);
}

Reply Emulator::ForwardCreate(pid_t tid, const RulesetAttr& attr,
                              const Line& line) {
  RulesetAttr forwarded;
  forwarded.handled = attr.handled.And(real_);
  if (real_abi_ >= kQuietAbi) forwarded.quiet = attr.quiet.And(real_);
  bool hollow = !forwarded.handled.Any();
  // The program needs a descriptor of the right type, and this one is never
  // enforced.
  if (hollow) forwarded.handled.fs = kExecute;
  Syscall call = {kCreateRuleset, {0, sizeof(forwarded), 0}};
  Reply reply = Run(call, [this, tid, attr, hollow, line](long result) {
    if (result >= 0) book_.Add(tid, static_cast<int>(result), {attr, hollow});
    return Finish(line, result);
  });
  reply.pointer_arg = 0;
  reply.words = WordsOf(forwarded);
  return reply;
}

}  // namespace emulation
