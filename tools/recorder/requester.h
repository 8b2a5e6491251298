// The thread that made a call: its memory, and what /proc says of it. While it
// waits for its answer nothing of that changes but by its other threads.
#ifndef LANDSHIM_TOOLS_RECORDER_REQUESTER_H_
#define LANDSHIM_TOOLS_RECORDER_REQUESTER_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "tools/recorder/images.h"

namespace landshim {

// Of one that calls often it holds on to its directory of /proc and its memory;
// for one that calls a few times, opening them would take longer than all else.
class Requester {
 public:
  // `images`: of programs that started others; null: none is known.
  explicit Requester(pid_t thread, Images* images = nullptr);
  ~Requester();
  Requester(const Requester&) = delete;
  Requester& operator=(const Requester&) = delete;

  pid_t thread() const { return thread_; }

  // The process of the thread; the thread itself where that cannot be read.
  pid_t Process() const;

  // Its executable, as /proc/PID/exe names it; "?" where that cannot be read.
  const std::string& Program() const;

  // The image that it runs; nothing where that cannot be recognised.
  const std::optional<Image>& FindImage() const;

  // It was about to execute `next` when it was `before`; Program() finds out
  // what became of it.
  void Expect(Image before, std::string next);

  // The functions below return 0 or errno.

  // Copies `size` bytes. EFAULT: the program has no such memory. EPERM, EACCES:
  // this process may not look into it.
  int Read(uint64_t address, void* to, size_t size) const;

  // Copies a text that ends with NUL. ENAMETOOLONG where it is longer than a
  // path can be.
  int ReadText(uint64_t address, std::string* text) const;

  // What a link in the thread's directory of /proc leads to: "cwd", "fd/3".
  int ReadLink(const char* link, std::string* target) const;

  // A duplicate of one of its descriptors, close-on-exec.
  int Duplicate(int fd, int* copy) const;

  // The path of a link or file in the thread's directory of /proc.
  std::string Proc(const std::string& name) const;

  // The number that `pid`, as the program means it, has here; 0: none.
  pid_t Translate(pid_t pid) const;

 private:
  // How many bytes were copied, or -1 and errno.
  ssize_t Copy(uint64_t address, void* to, size_t size) const;
  ssize_t CopyQuickly(uint64_t address, void* to, size_t size) const;
  ssize_t CopyFromFile(uint64_t address, void* to, size_t size) const;
  // As readlink(2).
  ssize_t ReadAnyLink(const char* link, char* to, size_t size) const;
  // errno, or 0.
  int OpenDirectory() const;
  int OpenMemory() const;
  void Close() const;
  void FindProgram() const;
  // What it runs, as far as that follows from whether it still has `image`.
  void Conclude(const Image& image, bool runs) const;

  pid_t thread_;
  Images* images_;
  // What is known of the thread may have to be asked anew.
  mutable int directory_ = -1;
  mutable int memory_ = -1;
  // How often it was asked for its memory and for links without them.
  mutable int reads_ = 0;
  mutable int links_ = 0;
  // What it ran before it executed something; and what that was.
  mutable std::optional<Image> before_;
  mutable std::string next_;
  mutable pid_t process_ = 0;
  mutable std::string program_;
  mutable std::optional<Image> image_;
};

// Those that called lately.
class Requesters {
 public:
  // Valid until the next call of either.
  const Requester& Of(pid_t thread);

  // One of them executes another program; `next` is its executable if it can,
  // or empty where that is not known. It may have shared its memory with others
  // until then (vfork(2)), and may take the number of its process from another
  // thread.
  void Execute(pid_t thread, const std::string& next);

 private:
  struct Known {
    std::unique_ptr<Requester> requester;
    time_t since = 0;
  };

  Known& Add(pid_t thread);

  Images images_;
  std::unordered_map<pid_t, Known> known_;
};

// A clock that costs next to nothing: how old is what was found out?
time_t SecondsNow();

// The kernel's most, PID_MAX_LIMIT (include/linux/threads.h).
inline constexpr int kMostPids = 4 * 1024 * 1024;

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_RECORDER_REQUESTER_H_
