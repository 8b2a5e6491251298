#include "tools/recorder/requester.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>
#include <sys/uio.h>
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

// Each open costs as much as some uses without it; and each inode of /proc has
// to be thrown away when its process ends.
constexpr int kFewReads = 8;
constexpr int kFewLinks = 4;

// The numbers of a thread, from this process's PID namespace inward.
std::vector<pid_t> Numbers(pid_t thread) {
  std::istringstream list(StatusOf(thread, "NSpid"));
  std::vector<pid_t> numbers;
  for (pid_t number = 0; list >> number;) numbers.push_back(number);
  return numbers;
}

}  // namespace

Requester::Requester(pid_t thread, Images* images)
    : thread_(thread), images_(images) {}

Requester::~Requester() { Close(); }

void Requester::Close() const {
  if (directory_ >= 0) close(std::exchange(directory_, -1));
  if (memory_ >= 0) close(std::exchange(memory_, -1));
  before_.reset();
  process_ = 0;
  program_.clear();
  image_.reset();
}

int Requester::OpenDirectory() const {
  if (directory_ >= 0) return 0;
  directory_ = open(Proc("").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  return directory_ < 0 ? errno : 0;
}

int Requester::OpenMemory() const {
  // Another memory is another program.
  program_.clear();
  image_.reset();
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
  if (program_.empty()) FindProgram();
  return program_;
}

void Requester::Conclude(const Image& image, bool runs) const {
  if (runs) {
    program_ = image.program;
    image_ = image;
  } else if (before_.has_value()) {
    program_ = next_;
  }
}

void Requester::FindProgram() const {
  if (before_.has_value()) {
    const std::optional<bool> still = Runs(thread_, *before_);
    if (still.has_value()) Conclude(*before_, *still);
  } else if (images_ != nullptr) {
    const Image* const image = images_->Find(thread_);
    if (image != nullptr) Conclude(*image, true);
  }
  if (program_.empty() && ReadLink("exe", &program_) != 0) program_ = "?";
}

const std::optional<Image>& Requester::FindImage() const {
  const std::string& program = Program();
  Image image;
  if (!image_.has_value() && ReadImage(thread_, program, &image)) {
    if (images_ != nullptr) images_->Keep(image);
    image_ = std::move(image);
  }
  return image_;
}

void Requester::Expect(Image before, std::string next) {
  before_ = std::move(before);
  next_ = std::move(next);
}

ssize_t Requester::Copy(uint64_t address, void* to, size_t size) const {
  if (memory_ < 0 && reads_ < kFewReads) {
    ++reads_;
    const ssize_t count = CopyQuickly(address, to, size);
    if (count > 0) return count;
    // It may be missing, or be refused by a container's seccomp filter.
    reads_ = kFewReads;
  }
  return CopyFromFile(address, to, size);
}

// In the same call it is found out what the thread runs, if that is not known.
ssize_t Requester::CopyQuickly(uint64_t address, void* to, size_t size) const {
  const Image* image = nullptr;
  if (program_.empty()) {
    image = before_.has_value()  ? &*before_
            : images_ != nullptr ? images_->Latest()
                                 : nullptr;
  }
  Random random = {};
  const struct iovec own[] = {{to, size}, {random.data(), random.size()}};
  const struct iovec other[] = {
      PartOfOther(address, size),
      PartOfOther(image == nullptr ? 0 : image->address, random.size())};
  const unsigned long parts = image == nullptr ? 1 : 2;
  const ssize_t count = process_vm_readv(thread_, own, parts, other, parts, 0);
  const auto all = static_cast<ssize_t>(size);
  if (count < all) return count;
  if (image != nullptr) {
    Conclude(*image, count > all && random == image->random);
  }
  return all;
}

ssize_t Requester::CopyFromFile(uint64_t address, void* to, size_t size) const {
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

ssize_t Requester::ReadAnyLink(const char* link, char* to, size_t size) const {
  if (directory_ < 0 && links_ < kFewLinks) {
    ++links_;
    return readlink(Proc(link).c_str(), to, size);
  }
  if (const int error = OpenDirectory()) {
    errno = error;
    return -1;
  }
  return readlinkat(directory_, link, to, size);
}

int Requester::ReadLink(const char* link, std::string* target) const {
  char buffer[PATH_MAX];
  ssize_t size = ReadAnyLink(link, buffer, sizeof(buffer));
  if (size < 0 && errno == ESRCH && directory_ >= 0) {
    // The number is another thread's by now.
    Close();
    size = ReadAnyLink(link, buffer, sizeof(buffer));
  }
  if (size < 0) return errno;
  target->assign(buffer, static_cast<size_t>(size));
  return 0;
}

std::string Requester::Proc(const std::string& name) const {
  return "/proc/" + std::to_string(thread_) + '/' + name;
}

time_t SecondsNow() {
  struct timespec now = {};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return now.tv_sec;
}

const Requester& Requesters::Of(pid_t thread) {
  // Two descriptors each.
  constexpr size_t kMost = 200;
  // Numbers of threads are used again, but not so soon.
  constexpr time_t kSeconds = 1;
  if (known_.size() >= kMost) known_.clear();
  const auto found = known_.find(thread);
  const bool fresh =
      found == known_.end() || SecondsNow() - found->second.since > kSeconds;
  return *(fresh ? Add(thread) : found->second).requester;
}

Requesters::Known& Requesters::Add(pid_t thread) {
  return known_[thread] = {std::make_unique<Requester>(thread, &images_),
                           SecondsNow()};
}

void Requesters::Execute(pid_t thread, const std::string& next) {
  std::optional<Image> before;
  const auto found = known_.find(thread);
  if (!next.empty() && found != known_.end()) {
    before = found->second.requester->FindImage();
  }
  known_.clear();
  if (before.has_value()) {
    Add(thread).requester->Expect(std::move(*before), next);
  }
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
