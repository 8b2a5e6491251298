#include "tools/recorder/images.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace landshim {
namespace {

// process_vm_readv(2) of `size` bytes: 0 or errno.
int Copy(pid_t thread, uint64_t address, void* to, size_t size) {
  const struct iovec own = {to, size};
  const struct iovec other = PartOfOther(address, size);
  const ssize_t count = process_vm_readv(thread, &own, 1, &other, 1, 0);
  if (count < 0) return errno;
  return static_cast<size_t>(count) == size ? 0 : EFAULT;
}

// Where the random bytes are, by the auxiliary vector; 0: nowhere, as it is in
// a program of another word size.
uint64_t AddressOfRandom(pid_t thread) {
  const std::string path = "/proc/" + std::to_string(thread) + "/auxv";
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  std::array<Elf64_auxv_t, 64> entries = {};
  const ssize_t size = read(fd, entries.data(), sizeof(entries));
  close(fd);
  const size_t count =
      size < 0 ? 0 : static_cast<size_t>(size) / sizeof(Elf64_auxv_t);
  for (size_t i = 0; i < count; ++i) {
    if (entries[i].a_type == AT_RANDOM) return entries[i].a_un.a_val;
  }
  return 0;
}

}  // namespace

struct iovec PartOfOther(uint64_t address, size_t size) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): nothing of this process
  return {reinterpret_cast<void*>(address), size};
}

std::optional<bool> Runs(pid_t thread, const Image& image) {
  Random random = {};
  const int error = Copy(thread, image.address, random.data(), random.size());
  if (error == EFAULT) return false;
  if (error != 0) return std::nullopt;
  return random == image.random;
}

bool ReadImage(pid_t thread, const std::string& program, Image* image) {
  image->program = program;
  image->address = AddressOfRandom(thread);
  return image->address != 0 &&
         Copy(thread, image->address, image->random.data(),
              image->random.size()) == 0;
}

const Image* Images::Find(pid_t thread) {
  for (size_t i = 0; i < known_.size(); ++i) {
    if (!Runs(thread, known_[i]).value_or(false)) continue;
    std::rotate(known_.begin(), known_.begin() + static_cast<ptrdiff_t>(i),
                known_.begin() + static_cast<ptrdiff_t>(i) + 1);
    return &known_.front();
  }
  return nullptr;
}

void Images::Keep(Image image) {
  if (known_.size() >= kMost) known_.pop_back();
  known_.push_front(std::move(image));
}

}  // namespace landshim
