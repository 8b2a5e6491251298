// What the emulated kernel remembers about the rulesets that programs hold.
#ifndef TESTS_KERNELS_RULESETS_H_
#define TESTS_KERNELS_RULESETS_H_

#include <sys/types.h>

#include <deque>
#include <optional>
#include <string>

#include "tests/kernels/landlock_facts.h"

namespace emulation {

struct Ruleset {
  RulesetAttr attr;     // as the program asked
  bool hollow = false;  // handles nothing that the real kernel knows: must
                        // never be enforced
};

// Rulesets by open file and not by descriptor number, so that dup, fork,
// descriptor passing and reused numbers need no bookkeeping. It holds a
// descriptor of each for comparison.
class RulesetBook {
 public:
  // Remembers the ruleset behind a descriptor of `tid`, and forgets the oldest
  // of very many.
  void Add(pid_t tid, int fd, const Ruleset& ruleset);
  std::optional<Ruleset> Find(pid_t tid, int fd) const;

 private:
  struct Entry {
    int fd;
    Ruleset ruleset;
  };
  std::deque<Entry> entries_;
};

// A copy of another task's descriptor, close-on-exec; -1 with errno if it has
// none such.
int CopyDescriptor(pid_t tid, int fd);

// The target of the task's /proc link for a descriptor; empty if it has none
// such.
std::string DescriptorPath(pid_t tid, int fd);

// The real kernel's answer to a rule on this descriptor, found without touching
// the program's own ruleset: 0 or a negative errno.
long CheckRuleTarget(pid_t tid, int fd);

}  // namespace emulation

#endif  // TESTS_KERNELS_RULESETS_H_
