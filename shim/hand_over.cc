// Reads LANDSHIM_RUN.
#include "shim/hand_over.h"

#include "policy/reader.h"
#include "shim/syscalls.h"

namespace landshim {

HandOver FindHandOver(Environment environment) {
  constexpr int kMostDescriptors = 1 << 20;
  constexpr int kNoDescriptor = 1 << 30;
  HandOver found;
  std::string_view value = environment.Find(kHandOverVariable);
  if (value.data() == nullptr) return found;
  found.observed = value.starts_with(kHandOverObserved);
  if (found.observed) value.remove_prefix(1);
  const std::string_view first = Before(value, ':');
  found.learn = value.starts_with(kHandOverLearn[0]);
  found.policy_fd = ParseNumber(first, kMostDescriptors);
  if (found.policy_fd < 0) found.policy_fd = kNoDescriptor;
  if (first.size() < value.size()) {
    found.preload_fd =
        ParseNumber(value.substr(first.size() + 1), kMostDescriptors);
    if (found.preload_fd < 0) found.preload_fd = -1;
  }
  return found;
}

bool Mark() { return sys::Call(__NR_ioctl, -1, kLearnMark) == 0; }

}  // namespace landshim
