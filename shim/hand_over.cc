// Reads LANDSHIM_RUN.
#include "shim/hand_over.h"

#include "policy/reader.h"

namespace landshim {

HandOver FindHandOver(Environment environment) {
  constexpr int kMostDescriptors = 1 << 20;
  constexpr int kNoDescriptor = 1 << 30;
  HandOver found;
  const std::string_view value = environment.Find(kHandOverVariable);
  if (value.data() == nullptr) return found;
  const size_t colon = value.find(':');
  found.policy_fd = ParseNumber(value.substr(0, colon), kMostDescriptors);
  if (found.policy_fd < 0) found.policy_fd = kNoDescriptor;
  if (colon < value.size()) {
    found.preload_fd = ParseNumber(value.substr(colon + 1), kMostDescriptors);
  }
  return found;
}

}  // namespace landshim
