// Any bytes are a policy.
#include <string>
#include <string_view>

#include "tests/fuzz/check_reading.h"
#include "tests/fuzz/input.h"

namespace landshim::testing {

int TestOneInput(const uint8_t* data, size_t size) {
  const std::string wrong =
      CheckReading(std::string_view(reinterpret_cast<const char*>(data), size));
  Require(wrong.empty(), "reading a policy:", wrong);
  return 0;
}

}  // namespace landshim::testing
