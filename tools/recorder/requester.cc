#include "tools/recorder/requester.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "policy/reader.h"
#include "tools/filesystem/proc.h"

namespace landshim {
namespace {

// Linux 5.3 and 5.6; the same numbers everywhere.
constexpr long kPidfdOpen = 434;
constexpr long kPidfdGetfd = 438;

// The numbers of a thread, from this process's PID namespace inward.
std::vector<pid_t> Numbers(pid_t thread) {
  std::istringstream list(StatusOf(thread, "NSpid"));
  std::vector<pid_t> numbers;
  for (pid_t number = 0; list >> number;) numbers.push_back(number);
  return numbers;
}

}  // namespace

Requester::Requester(pid_t thread) : thread_(thread) {}

Requester::~Requester() { Close(); }

void Requester::Close() const {
  if (directory_ >= 0) close(std::exchange(directory_, -1));
  if (memory_ >= 0) close(std::exchange(memory_, -1));
  process_ = 0;
  program_.clear();
}

int Requester::OpenDirectory() const {
  if (directory_ >= 0) return 0;
  directory_ = open(Proc("").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  return directory_ < 0 ? errno : 0;
}

int Requester::OpenMemory() const {
  // Another memory is another program.
  program_.clear();
  if (memory_ >= 0) close(std::exchange(memory_, -1));
  if (const int error = OpenDirectory()) return error;
  memory_ = openat(directory_, "mem", O_RDONLY | O_CLOEXEC);
  if (memory_ >= 0) return 0;
  if (errno != ENOENT && errno != ESRCH) return errno;
  // The number is another thread's by now.
  Close();
  if (const int error = OpenDirectory()) return error;
  memory_ = openat(directory_, "mem", O_RDONLY | O_CLOEXEC);
  return memory_ < 0 ? errno : 0;
}

pid_t Requester::Process() const {
  if (process_ == 0) {
    process_ = ParseNumber(StatusOf(thread_, "Tgid"), kMostPids);
    if (process_ < 0) process_ = thread_;
  }
  return process_;
}

const std::string& Requester::Program() const {
  if (program_.empty() && ReadLink("exe", &program_) != 0) program_ = "?";
  return program_;
}

ssize_t Requester::Copy(uint64_t address, void* to, size_t size) const {
  // The end of what was a memory: its program has ended, or is another one.
  constexpr int kTries = 2;
  ssize_t count = 0;
  for (int i = 0; i < kTries && count == 0; ++i) {
    if (memory_ < 0 || i > 0) {
      if (const int error = OpenMemory()) {
        errno = error;
        return -1;
      }
    }
    count = pread(memory_, to, size, static_cast<off_t>(address));
  }
  return count;
}

int Requester::Read(uint64_t address, void* to, size_t size) const {
  // Addresses of the kernel's half are none.
  if (static_cast<int64_t>(address) < 0) return EFAULT;
  const ssize_t count = Copy(address, to, size);
  if (count < 0) return errno == EIO ? EFAULT : errno;
  return static_cast<size_t>(count) == size ? 0 : EFAULT;
}

int Requester::ReadText(uint64_t address, std::string* text) const {
  text->clear();
  if (static_cast<int64_t>(address) < 0) return EFAULT;
  // What comes behind the text may not be mapped: less is read then.
  char buffer[PATH_MAX];
  constexpr size_t kUsual = 256;
  while (text->size() < PATH_MAX) {
    const size_t size = text->empty() ? kUsual : sizeof(buffer);
    const ssize_t count = Copy(address, buffer, size);
    if (count <= 0) return count == 0 || errno == EIO ? EFAULT : errno;
    const auto* const end = static_cast<const char*>(
        memchr(buffer, '\0', static_cast<size_t>(count)));
    text->append(buffer, end != nullptr ? end - buffer : count);
    if (end != nullptr) return text->size() < PATH_MAX ? 0 : ENAMETOOLONG;
    address += static_cast<uint64_t>(count);
  }
  return ENAMETOOLONG;
}

int Requester::ReadLink(const char* link, std::string* target) const {
  char buffer[PATH_MAX];
  if (const int error = OpenDirectory()) return error;
  ssize_t size = readlinkat(directory_, link, buffer, sizeof(buffer));
  if (size < 0 && errno == ESRCH) {
    Close();
    if (const int error = OpenDirectory()) return error;
    size = readlinkat(directory_, link, buffer, sizeof(buffer));
  }
  if (size < 0) return errno;
  target->assign(buffer, static_cast<size_t>(size));
  return 0;
}

std::string Requester::Proc(const std::string& name) const {
  return "/proc/" + std::to_string(thread_) + '/' + name;
}

const Requester& Requesters::Of(pid_t thread) {
  // Two descriptors each.
  constexpr size_t kMost = 200;
  // Numbers of threads are used again, but not so soon.
  constexpr time_t kSeconds = 1;
  struct timespec now = {};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  if (known_.size() >= kMost) known_.clear();
  Known& known = known_[thread];
  if (known.requester == nullptr || now.tv_sec - known.since > kSeconds) {
    known = {std::make_unique<Requester>(thread), now.tv_sec};
  }
  return *known.requester;
}

int Requester::Duplicate(int fd, int* copy) const {
  const int process =
      static_cast<int>(syscall(kPidfdOpen, static_cast<long>(Process()), 0));
  if (process < 0) return errno;
  *copy = static_cast<int>(syscall(kPidfdGetfd, process, fd, 0));
  const int error = *copy < 0 ? errno : 0;
  close(process);
  return error;
}

pid_t Requester::Translate(pid_t pid) const {
  // Most programs are in the namespace of this process: one number.
  const size_t depth = Numbers(thread_).size();
  if (depth <= 1) return pid;
  std::string space;
  ReadLink("ns/pid", &space);
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc", error)) {
    const pid_t candidate =
        ParseNumber(entry.path().filename().native(), kMostPids);
    if (candidate < 0) continue;
    const std::vector<pid_t> numbers = Numbers(candidate);
    if (numbers.size() < depth || numbers[depth - 1] != pid) continue;
    std::string other;
    Requester(candidate).ReadLink("ns/pid", &other);
    if (numbers.size() > depth || other == space) return candidate;
  }
  return 0;
}

}  // namespace landshim
