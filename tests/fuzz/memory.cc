// What the recorder makes of a call whose arguments point into a program's
// memory: this process plays the program. A byte chooses the call, six say what
// each argument is; the rest is the memory.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/fuzz/input.h"
#include "tools/recorder/call.h"
#include "tools/recorder/decode.h"
#include "tools/recorder/requester.h"

namespace landshim::testing {
namespace {

constexpr size_t kMemory = 16384;

constexpr const char* kNames[] = {
#define LANDSHIM_C(name, x86_64, aarch64, i386) #name,
    LANDSHIM_WATCHED_CALLS(LANDSHIM_C)
#undef LANDSHIM_C
};

// Below 4 GiB, so that a call of 32 bits can point to it; what lies behind is
// not mapped.
char* Memory() {
  static char* const memory = [] {
    void* const wanted = reinterpret_cast<void*>(0x20000000);
    void* const got =
        mmap(wanted, 2 * kMemory, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    Require(got == wanted, "memory of the program");
    munmap(static_cast<char*>(got) + kMemory, kMemory);
    return static_cast<char*>(got);
  }();
  return memory;
}

// Stands for where the input's copy before the memory's end begins.
constexpr uint64_t kAtTheEnd = ~uint64_t{1};

// Pointers into the memory, from its beginning or up to its end; descriptors;
// small and large numbers.
uint64_t Argument(uint8_t kind, ByteReader* input) {
  const auto base = reinterpret_cast<uint64_t>(Memory());
  switch (kind % 8) {
    case 0:
      return base + input->Byte();
    case 1:
      return kAtTheEnd;
    case 2:
      return base + kMemory - input->Byte();
    case 3:
      return input->Byte();
    case 4:
      return static_cast<uint64_t>(-100);  // AT_FDCWD
    case 5:
      return input->Number();
    case 6:
      return uint64_t{input->Byte()} << (input->Byte() % 64);
    default:
      return 0;
  }
}

}  // namespace

int TestOneInput(const uint8_t* data, size_t size) {
  ByteReader input(data, size);
  CallData call;
  const size_t index = input.Byte() % std::size(kNames);
  call.call = static_cast<Call>(index);
  call.name = kNames[index];
  const uint8_t flags = input.Byte();
  call.narrow = (flags & 1) != 0;
  uint8_t kinds[6];
  for (uint8_t& kind : kinds) kind = input.Byte();
  for (size_t i = 0; i < std::size(kinds); ++i) {
    call.args[i] = Argument(kinds[i], &input);
  }
  char* const memory = Memory();
  // At both ends.
  const size_t left = std::min(input.rest().size(), kMemory / 2);
  std::memset(memory, (flags & 2) != 0 ? 'x' : 0, kMemory);
  std::memcpy(memory, input.rest().data(), left);
  std::memcpy(memory + kMemory - left, input.rest().data(), left);
  for (uint64_t& argument : call.args) {
    if (argument == kAtTheEnd) {
      argument = reinterpret_cast<uint64_t>(memory) + kMemory - left;
    }
    if (call.narrow) argument = static_cast<uint32_t>(argument);
  }
  static const Requester& self = *new Requester(getpid());
  static Decoded& decoded = *new Decoded;
  Decode(call, self, &decoded);
  Require(decoded.attempts.size() <= 4096, "a call tries no more than it can");
  Require(!HasControlByte(decoded.gap),
          "a gap steers no terminal:", decoded.gap);
  return 0;
}

}  // namespace landshim::testing
