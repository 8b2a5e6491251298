// Decides how a kernel with another Landlock ABI would answer, and which calls
// the real kernel must run to make the answer true.
#ifndef TESTS_KERNELS_EMULATOR_H_
#define TESTS_KERNELS_EMULATOR_H_

#include <sys/types.h>

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "tests/kernels/landlock_facts.h"
#include "tests/kernels/options.h"
#include "tests/kernels/record.h"
#include "tests/kernels/rulesets.h"
#include "tests/kernels/tracee.h"

namespace emulation {

// The next step for one call of a program: its final result, or a call that the
// program's task is to run in the kernel, after which `then` decides again.
struct Reply {
  bool final = true;
  long result = 0;
  Syscall call;
  // This argument of `call` is to point at a copy of `words`; -1 for none.
  int pointer_arg = -1;
  std::vector<uint64_t> words;
  std::function<Reply(long)> then;
};

class Emulator {
 public:
  // `real_abi` is the running kernel's, 0 without Landlock.
  Emulator(const Options& options, int real_abi, Recorder* recorder);

  // Answers one Landlock call of a stopped task, and records it once its result
  // is known.
  Reply Begin(pid_t tid, const Syscall& call);

 private:
  struct Rule;

  Reply Query(const Syscall& call, uint32_t flags);
  Reply CreateRuleset(pid_t tid, const Syscall& call);
  long ReadAttr(pid_t tid, const Syscall& call, RulesetAttr* attr) const;
  long CheckAttr(const RulesetAttr& attr) const;
  Reply ForwardCreate(pid_t tid, const RulesetAttr& attr, const Line& line);

  Reply AddRule(pid_t tid, const Syscall& call);
  long CheckRule(const Rule& rule, const Ruleset& ruleset) const;
  Reply ForwardRule(const Rule& rule, const Line& line);
  Line DescribeRule(const Rule& rule) const;

  Reply RestrictSelf(pid_t tid, const Syscall& call);
  Reply Enforce(pid_t tid, int fd, uint32_t flags, const Line& line);

  // The errno that --fail or a missing Landlock puts on any of these names,
  // else 0.
  int Forced(std::initializer_list<const char*> names) const;

  Reply Finish(const Line& line, long result);
  Reply RunThenFinish(const Syscall& call, const Line& line);
  Reply Run(const Syscall& call, std::function<Reply(long)> then);

  Options options_;
  int claim_;
  int real_abi_;
  AccessMasks known_;  // what the emulated kernel accepts
  AccessMasks real_;   // what the real kernel accepts
  Recorder* recorder_;
  RulesetBook book_;
};

}  // namespace emulation

#endif  // TESTS_KERNELS_EMULATOR_H_
