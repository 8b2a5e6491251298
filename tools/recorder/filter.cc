#include "tools/recorder/filter.h"

#include "shim/install_filter.h"
#include "shim/watched_calls.h"

namespace landshim {
namespace {

namespace filter = learn_filter;

#if defined(__x86_64__)
#define LANDSHIM_C(name, x86_64, aarch64, i386) x86_64,
#else
#define LANDSHIM_C(name, x86_64, aarch64, i386) aarch64,
#endif
constexpr int kLooking[] = {LANDSHIM_LOOKING_CALLS(LANDSHIM_C)};
#undef LANDSHIM_C

}  // namespace

// The numbers come behind the head, whose jumps to the end become as much
// longer.
std::vector<filter::Instruction> FilterProgram(bool looks) {
  std::vector<filter::Instruction> program(filter::kSize);
  filter::Write(program.data());
  if (!looks) return program;
  std::vector<int> numbers;
  for (const int number : kLooking) {
    if (number >= 0) numbers.push_back(number);
  }
  const auto count = static_cast<unsigned>(numbers.size());
  constexpr unsigned kOtherwise = 24;
  constexpr unsigned kThen = 16;
  program[1] += filter::Instruction{count} << kOtherwise;
  if (filter::kHeadSize > 3) {
    program[3] += filter::Instruction{count} << kThen;
  }
  std::vector<filter::Instruction> added;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned to_end = filter::kSize + count - 2 - filter::kHeadSize - i;
    added.push_back(
        filter::Equals(static_cast<uint32_t>(numbers[i]), to_end, 0));
  }
  program.insert(program.begin() + filter::kHeadSize, added.begin(),
                 added.end());
  return program;
}

int InstallFilter(bool looks) {
  std::vector<filter::Instruction> program = FilterProgram(looks);
  return static_cast<int>(InstallFilterProgram(
      program.data(), static_cast<uint16_t>(program.size())));
}

}  // namespace landshim
