// Which program a process runs, found out without /proc: its directory there
// would have to be made for each process, and thrown away when that ends, which
// costs more than all else that is done for a short one.
//
// The kernel gives each program that it starts 16 random bytes, at an address
// of its own (AT_RANDOM in getauxval(3); create_elf_tables() in
// fs/binfmt_elf.c). Whoever has them at that address was forked from it, and
// did not execute anything since.
#ifndef LANDSHIM_TOOLS_RECORDER_IMAGES_H_
#define LANDSHIM_TOOLS_RECORDER_IMAGES_H_

#include <sys/types.h>
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace landshim {

// A part of another process's memory, for process_vm_readv(2).
struct iovec PartOfOther(uint64_t address, size_t size);

using Random = std::array<char, 16>;

struct Image {
  uint64_t address = 0;  // of the random bytes
  Random random = {};
  std::string program;  // its executable, as /proc/PID/exe names it
};

// Whether a thread still runs `image`; nothing where that cannot be known.
std::optional<bool> Runs(pid_t thread, const Image& image);

// The image of a thread, which runs `program`. False: it cannot be recognised.
bool ReadImage(pid_t thread, const std::string& program, Image* image);

// Those that started others lately.
class Images {
 public:
  // The one that the thread runs; null: none of them. Valid until the next call
  // of Keep().
  const Image* Find(pid_t thread);

  // The one that was found last; null: none is known. Valid as above.
  const Image* Latest() const {
    return known_.empty() ? nullptr : &known_.front();
  }

  void Keep(Image image);

 private:
  static constexpr size_t kMost = 4;

  std::deque<Image> known_;  // the one that was found last in front
};

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_IMAGES_H_
